import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { FOUND } from '../engine/making.js';
import { seek } from '../orders/seeking.js';
import { toScreen } from '../view/view.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Studio } from '../studio.js' */
/** @import { Wish } from '../tools/select.js' */

/** After so long nobody waits any more, in ms. */
const PATIENCE = 30_000;

/**
 * Smart select: what the tool asks for (`seek` on the editor) is looked for by the server and becomes mask in one step.
 * A ring turns at the place meanwhile; Escape, another wish or another photo calls it off.
 *
 * @param {Studio} studio
 */
export function selecting(studio) {
  const { actions, camera, root } = studio;
  const sign = find(root, '.seeking');
  /** @type {{control: AbortController, at: Point} | null} */
  let running = null;
  const show = () => {
    sign.hidden = !running;
    if (!running) return;
    const { x, y } = toScreen(camera.view, running.at);
    sign.style.translate = `${x}px ${y}px`;
  };
  const stop = () => {
    if (!running) return false;
    running.control.abort();
    running = null;
    show();
    return true;
  };
  root.addEventListener('seek', async (event) => {
    stop();
    const wish = /** @type {CustomEvent<Wish>} */ (event).detail;
    const mine = { control: new AbortController(), at: middle(wish.corners) };
    running = mine;
    show();
    await look(studio, wish, mine.control.signal, () => running === mine);
    if (running === mine) running = null;
    show();
  });
  actions.add({ 'select-stop': () => stop() && (studio.words.say(gettext('Stopped looking.')), true) });
  camera.addEventListener('view', show);
  for (const name of ['leaving', 'revision']) root.addEventListener(name, stop);
}

/**
 * @param {Studio} studio
 * @param {Wish} wish
 * @param {AbortSignal} signal
 * @param {() => boolean} wanted whether this is still what the person waits for
 */
async function look({ page, painting, words }, wish, signal, wanted) {
  words.say(gettext('Looking for the object.'));
  try {
    const bytes = await seek(page, wish, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]));
    if (!wanted()) return;
    const before = painting.changes;
    if (wish.adds) painting.add(bytes, FOUND);
    else painting.subtract(bytes, FOUND);
    const done = wish.adds ? gettext('Object selected.') : gettext('Object taken out of the mask.');
    const nothing = wish.adds ? gettext('That is in the mask already.') : gettext('That is not in the mask.');
    words.say(painting.changes > before ? done : nothing, painting.changes === before);
  } catch (error) {
    if (!wanted()) return;
    const { name, message } = /** @type {Error} */ (error);
    words.say(name === 'TimeoutError' ? gettext('This took too long. Draw a box around the thing, or brush over it.') : message, true);
  }
}

/** @param {Wish['corners']} corners */
function middle(corners) {
  const [a, b = a] = corners;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
