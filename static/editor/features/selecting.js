import { gettext } from '../../texts.js';
import { Finds } from '../engine/finds.js';
import { seek } from '../orders/seeking.js';
import { bettering } from './bettering.js';
import { toScreen } from '../view/view.js';

/** @import { Find } from '../engine/finds.js' */
/** @import { Studio } from '../studio.js' */
/** @import { Wish } from '../tools/select.js' */

/** After so long nobody waits any more, in ms. */
const PATIENCE = 30_000;

/** @typedef {Wish & {belongs: boolean | null, ring: HTMLElement}} Waiting `belongs` is null but for a place of what was just found */

/**
 * Smart select: what the tool asks for (`seek` on the editor) is looked for by the server and becomes mask in one step,
 * one wish after the other, in the order of the clicks. A ring turns at each place meanwhile; Escape or another photo
 * calls them all off.
 *
 * @param {Studio} studio
 */
export function selecting(studio) {
  const { actions, camera, painting, root, stage, words } = studio;
  const finds = new Finds(painting);
  const better = bettering(studio, finds);
  /** @type {Waiting[]} */
  let line = [];
  let control = new AbortController();
  const show = () => {
    for (const { ring, corners } of line) {
      const { x, y } = toScreen(camera.view, middle(corners));
      ring.style.translate = `${x}px ${y}px`;
    }
  };
  const stop = () => {
    if (!line.length) return false;
    control.abort();
    control = new AbortController();
    for (const { ring } of line) ring.remove();
    line = [];
    return true;
  };
  const work = async () => {
    const { signal } = control;
    while (line.length && !signal.aborted) {
      await look(studio, finds, line[0], signal);
      if (!signal.aborted) line.shift()?.ring.remove();
    }
  };
  root.addEventListener('seek', (event) => {
    const wish = /** @type {CustomEvent<Wish>} */ (event).detail;
    line.push({ ...wish, belongs: wish.more ? true : better.mode, ring: ringIn(stage) });
    show();
    if (line.length === 1) work();
  });
  actions.add({ 'select-stop': () => stop() && (words.say(gettext('Stopped looking.')), true) });
  camera.addEventListener('view', show);
  for (const name of ['leaving', 'revision']) root.addEventListener(name, stop);
}

/** @param {HTMLElement} stage */
function ringIn(stage) {
  const ring = document.createElement('span');
  ring.className = 'seeking';
  stage.append(ring);
  return ring;
}

/**
 * @param {Studio} studio
 * @param {Finds} finds
 * @param {Waiting} wish
 * @param {AbortSignal} signal once it is called off
 */
async function look({ page, words }, finds, wish, signal) {
  const find = wanted(wish, finds, page.revision.id);
  words.say(gettext('Looking for the object.'));
  try {
    const bytes = await seek(page, find, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]));
    if (signal.aborted) return;
    if (!finds.stands(find)) words.say(gettext('The mask is another one by now. Click again.'), true);
    else if (finds.land(find, bytes)) words.say(done(find));
    else words.say(nothing(find), true);
  } catch (error) {
    if (signal.aborted) return;
    const { name, message } = /** @type {Error} */ (error);
    words.say(name === 'TimeoutError' ? gettext('This took too long. Draw a box around the thing, or brush over it.') : message, true);
  }
}

/**
 * A place of what was just found betters it: with Shift or the switch, or where Alt points at a part of it. Any other
 * one is of a thing by itself.
 *
 * @param {Waiting} wish
 * @param {Finds} finds
 * @param {number} revision
 * @returns {Find}
 */
function wanted({ corners, adds, belongs }, finds, revision) {
  const find = finds.latest(revision);
  const [place] = corners;
  if (find && corners.length === 1) {
    const part = belongs ?? (adds !== find.adds && finds.covers(find, place) ? false : null);
    if (part !== null) return { ...find, further: [...find.further, { ...place, belongs: part }] };
  }
  return { revision, corners, adds, further: [], steps: [] };
}

/** @param {Find} find */
function done({ adds, further }) {
  const last = further.at(-1);
  if (last) return last.belongs ? gettext('The object has more now.') : gettext('The object has less now.');
  return adds ? gettext('Object selected.') : gettext('Object taken out of the mask.');
}

/** @param {Find} find */
function nothing({ adds, further }) {
  if (further.length) return gettext('That changes nothing.');
  return adds ? gettext('That is in the mask already.') : gettext('That is not in the mask.');
}

/** @param {Wish['corners']} corners */
function middle(corners) {
  const [a, b = a] = corners;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
