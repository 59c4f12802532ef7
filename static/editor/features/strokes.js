import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { hintOf } from '../controls/keys.js';
import { recalled, remember } from '../controls/remembered.js';
import { Input } from '../input/input.js';
import { sizing } from '../input/sizing.js';
import { watchRatio, watchSize } from '../view/stage.js';
import { toImage } from '../view/view.js';

/** @import { Course, Hold } from '../input/input.js' */
/** @import { Point } from '../engine/raster.js' */
/** @import { Studio } from '../studio.js' */

const SIZE = 'brush-size';

/**
 * Pointers on the stage paint with the tool in hand. Dispatches `stroke` on the editor after each (tool, shape, whether
 * it added, and points with their radius in image pixels).
 *
 * @param {Studio} studio
 */
export function strokes(studio) {
  const { actions, camera, easel, hand, notices, outline, overlay, photo, ring, root, stage } = studio;
  const show = () => {
    ring.resize(easel.radius * camera.view.scale);
    stage.classList.toggle('is-shaping', !easel.tool.round);
  };
  easel.addEventListener('change', show);
  camera.addEventListener('view', () => {
    photo.show(camera.view, camera.stage);
    overlay.show(camera.view);
    outline.follow(camera.view);
    show();
  });
  hand.addEventListener('begin', () => notices.close('shown'));
  hand.addEventListener('mark', (event) => {
    root.dispatchEvent(new CustomEvent('stroke', { detail: /** @type {CustomEvent} */ (event).detail }));
  });
  // Whoever points needs no frame around the stage to know that it has the keys.
  stage.addEventListener('pointerdown', () => stage.classList.add('is-pointed'));
  stage.addEventListener('blur', () => stage.classList.remove('is-pointed'));
  const input = pointers(studio);
  actions.addHolds({ pan: (on) => input.holdPan(on) });
  tools(studio);
  shapes(studio, input);
  watchSize(stage, ['.rail', '.options', '.zoom'].map((bar) => find(root, bar)), (size, insets) => {
    // A phone's address bar that comes or goes changes the height alone.
    if (size.width !== camera.stage.width) input.part(easel.tool.round);
    overlay.resize(size, devicePixelRatio);
    camera.resize(size, insets);
  });
  watchRatio((ratio) => {
    overlay.resize(camera.stage, ratio);
    camera.ratio = ratio;
  });
}

/** @param {Studio} studio */
function pointers(studio) {
  const { actions, camera, easel, hand, ring, root, sign, stage } = studio;
  const tag = find(root, '.size-tag');
  /** While the brush is sized its ring stays where it is. */
  let sizes = false;
  const size = (/** @type {Point} */ at) => {
    if (!easel.tool.round) return null;
    const course = sizing(easel, ring, tag, at);
    const over = (/** @type {'end' | 'cancel'} */ how) => {
      sizes = false;
      course[how]();
    };
    sizes = true;
    return /** @type {Course} */ ({ ...course, end: () => over('end'), cancel: () => over('cancel') });
  };
  const input = new Input(stage, camera, {
    begin: (point, intent) => hand.begin(point, intent),
    hover: (/** @type {Point | null} */ at, /** @type {Hold} */ { shift, flips }) => {
      if (sizes) return;
      ring.move(at);
      sign.move(at);
      if (!input.busy) tell(easel.adds !== flips);
      if (at && !input.busy) hand.hover(toImage(camera.view, at), shift);
    },
    panning: (on) => stage.classList.toggle('is-panning', on),
    size,
    tapped: (fingers) => actions.run(fingers === 2 ? 'undo' : 'redo'),
    pen: () => root.dispatchEvent(new Event('pen')),
  });
  const tell = way(studio, input);
  return input;
}

/**
 * Whether the tool adds or takes away just now, shown at the pointer: by a sign beside it, and by a broken ring.
 *
 * @param {Studio} studio
 * @param {Input} input
 * @returns {(adds: boolean) => void}
 */
function way({ easel, hand, sign, stage }, input) {
  const tell = (/** @type {boolean} */ adds) => {
    sign.tell(adds);
    stage.classList.toggle('is-taking', !adds);
  };
  const rest = (/** @type {boolean} */ flips) => {
    if (!input.busy) tell(easel.adds !== flips);
  };
  hand.addEventListener('begin', (event) => tell(/** @type {CustomEvent<boolean>} */ (event).detail));
  easel.addEventListener('change', () => rest(false));
  // Alt may go down while the pointer rests, and up in another window.
  for (const name of ['keydown', 'keyup']) {
    addEventListener(name, (event) => {
      if (/** @type {KeyboardEvent} */ (event).key !== 'Alt') return;
      rest(name === 'keydown');
      // Alone it would lead the focus into the browser's own menu.
      if (stage.matches(':hover')) event.preventDefault();
    });
  }
  addEventListener('blur', () => rest(false));
  return tell;
}

/**
 * The tools by their names, and the brush's size, as this browser remembers it.
 *
 * @param {Studio} studio
 */
function tools({ actions, easel, words }) {
  const kept = Number(recalled(SIZE));
  if (kept) easel.resize(kept);
  easel.addEventListener('change', () => remember(SIZE, String(easel.size)));
  // A button says by itself how it stands; of a key nobody would hear.
  const heard = (/** @type {() => void} */ act, /** @type {() => string} */ what) => (/** @type {KeyboardEvent | undefined} */ event) => {
    act();
    if (event) words.say(what());
  };
  const taking = (/** @type {string} */ name) => (/** @type {KeyboardEvent | undefined} */ event) => {
    // Said first: that an open polygon is dropped for it is greater news.
    if (event) words.say(`${hintOf(name)}.`);
    easel.take(name);
  };
  const size = () => gettext('Brush {pixels}.', { pixels: `${easel.pixels} px` });
  const turned = () => (easel.adds ? gettext('Adds to the mask.') : gettext('Takes away from the mask.'));
  actions.add({
    ...Object.fromEntries(easel.tools.map(({ name }) => [name, taking(name)])),
    add: () => easel.turn(true),
    take: () => easel.turn(false),
    swap: heard(() => easel.flip(), turned),
    smaller: heard(() => easel.smaller(), size),
    larger: heard(() => easel.larger(), size),
    'much-smaller': heard(() => easel.smaller(true), size),
    'much-larger': heard(() => easel.larger(true), size),
  });
}

/**
 * What keys do to a stroke in the making and to a shape that stays open between clicks.
 *
 * @param {Studio} studio
 * @param {Input} input
 */
function shapes({ actions, easel, hand, root, words }, input) {
  actions.add({
    close: () => {
      if (!hand.draft) return false;
      if (!hand.close()) words.say(gettext('A polygon needs three corners. Click on the photo to set the next one.'), true);
      return true;
    },
    'corner-back': () => hand.back(),
    cancel: () => {
      if (!input.busy) return hand.drop();
      input.drop();
      return true;
    },
  });
  easel.addEventListener('change', () => {
    if (hand.draft && !easel.tool.draft && hand.drop()) words.say(gettext('The open polygon was dropped.'), true);
  });
  root.addEventListener('leaving', () => {
    // What the brush has painted so far is kept; half a shape is none.
    input.part(easel.tool.round);
    hand.leave();
  });
}
