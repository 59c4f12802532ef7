import { gettext } from '../../texts.js';
import { hintOf } from '../controls/keys.js';
import { toScreen } from '../view/view.js';

/** @import { Course, Intent } from '../input/input.js' */
/** @import { Studio } from '../studio.js' */

/** Quiet after the last step before the place is read out, in ms: nobody wants to hear every one. */
const PAUSE = 600;

/** @type {Record<string, [-1 | 0 | 1, -1 | 0 | 1]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Painting without a pointer: arrows move a crosshair on the focused stage, Enter uses the tool there. A tool that is
 * dragged begins at one Enter and ends at the next; Shift+Enter draws the brush's straight line.
 *
 * @param {Studio} studio
 */
export function keyboard(studio) {
  const { actions, crosshair, easel, hand, root, stage, words } = studio;
  /** Begun at one press, to be ended at the next. @type {Course | null} */
  let course = null;
  const drop = () => {
    course?.cancel();
    course = null;
  };
  const focused = () => document.activeElement === stage;
  const step = (/** @type {'near' | 'far' | 'pixel'} */ reach, /** @type {KeyboardEvent | undefined} */ event) => {
    // With a polygon open, an arrow that meant the next photo would cost its corners.
    if (!event || !crosshair.on || !focused()) return hand.draft !== null;
    crosshair.step(...WAYS[event.key], reach);
    return true;
  };
  const quiet = follow(studio, () => course);
  actions.add({
    cursor: (event) => step('near', event),
    'cursor-far': (event) => step('far', event),
    'cursor-fine': (event) => step('pixel', event),
    press: (event) => {
      if (!crosshair.at || !focused()) return false;
      if (event?.repeat) return true;
      // What the press does is news; where the cursor was is not any more.
      quiet();
      if (course) {
        course.end();
        course = null;
        return true;
      }
      const begun = hand.begin(crosshair.at, intent(event?.shiftKey ?? false));
      if (easel.tool.dots) begun.end();
      else course = begun;
      if (course) words.say(gettext('Begun. Move with the arrow keys, Enter ends it, Escape takes it back.'));
      return true;
    },
    keyboard: (event) => {
      if (crosshair.on || (event?.key === 'Enter' && !focused())) return false;
      stage.focus();
      crosshair.turnOn();
      words.say(gettext('{tool}: arrow keys move the cursor, Enter uses it, Escape puts it away.', { tool: hintOf(easel.tool.name) }), true);
      return true;
    },
    'keyboard-off': () => {
      if (!crosshair.on) return false;
      if (course) drop();
      else crosshair.turnOff();
      return true;
    },
  });
  crosshair.addEventListener('off', drop);
  easel.addEventListener('change', drop);
  stage.addEventListener('pointerdown', () => crosshair.turnOff());
  root.addEventListener('leaving', () => crosshair.turnOff());
}

/**
 * What goes along with the crosshair: the stroke, the brush's ring, and the place in words.
 *
 * @param {Studio} studio
 * @param {() => Course | null} begun
 * @returns {() => void} leaves the place unsaid that was about to be told
 */
function follow({ camera, crosshair, easel, hand, ring, sign, words }, begun) {
  let timer = 0;
  const tell = () => {
    const { at } = crosshair;
    if (at) words.say(gettext('{across} across, {down} down.', { across: percent(at.x / camera.image.width), down: percent(at.y / camera.image.height) }));
  };
  const show = () => {
    if (!crosshair.at) return;
    const at = toScreen(camera.view, crosshair.at);
    ring.move(at);
    sign.move(at);
    sign.tell(easel.adds);
  };
  crosshair.addEventListener('move', () => {
    const { at } = crosshair;
    if (!at) return;
    const course = begun();
    if (course) course.move(at, intent(false));
    else hand.hover(at, false);
    show();
    clearTimeout(timer);
    timer = window.setTimeout(tell, PAUSE);
  });
  camera.addEventListener('view', show);
  crosshair.addEventListener('off', () => {
    clearTimeout(timer);
    ring.move(null);
    sign.move(null);
  });
  hand.addEventListener('mark', (event) => {
    const { tool, adds } = /** @type {CustomEvent<{tool: string, adds: boolean}>} */ (event).detail;
    if (!crosshair.on) return;
    const named = { tool: hintOf(tool) };
    words.say(adds ? gettext('{tool}: painted.', named) : gettext('{tool}: taken away.', named));
  });
  return () => clearTimeout(timer);
}

/**
 * @param {boolean} shift
 * @returns {Intent}
 */
function intent(shift) {
  return { shift, flips: false, pressure: null, erases: false, back: false, kind: 'keyboard' };
}

/** @param {number} part 0 to 1 */
function percent(part) {
  return `${Math.round(part * 100)} %`;
}
