import { gettext } from '../../texts.js';
import { maskBounds } from '../engine/bounds.js';
import { find } from '../controls/find.js';
import { Minimap } from '../view/minimap.js';
import { PixelGrid } from '../view/pixelgrid.js';
import { allow } from '../controls/toolbar.js';

/** @import { Studio } from '../studio.js' */

/** One press of Shift and an arrow moves by this part of the stage. */
const STEP = 0.2;

/**
 * Finding one's way in a photo that does not fit: to the mask, steps by keys, the small map, lines between pixels.
 *
 * @param {Studio} studio
 */
export function orienting(studio) {
  const { actions, camera, painting, root, words } = studio;
  const step = (/** @type {number} */ right, /** @type {number} */ down) => () =>
    camera.panBy(-right * STEP * camera.stage.width, -down * STEP * camera.stage.height);
  actions.add({
    'to-mask': () => {
      const bounds = maskBounds(painting.mask);
      if (bounds) camera.lookAt(bounds);
      else words.say(gettext('Nothing is painted yet.'), true);
    },
    'zoom-50': () => camera.zoomTo(0.5),
    'zoom-200': () => camera.zoomTo(2),
    'zoom-400': () => camera.zoomTo(4),
    'pan-left': step(-1, 0),
    'pan-right': step(1, 0),
    'pan-up': step(0, -1),
    'pan-down': step(0, 1),
  });
  const button = find(root, 'button[data-action=to-mask]');
  for (const name of ['change', 'restored']) painting.addEventListener(name, () => allow(button, !painting.empty));
  new PixelGrid(/** @type {HTMLCanvasElement} */ (find(root, '.pixel-grid')), camera);
  const map = new Minimap(find(root, '.minimap'), camera, painting);
  root.addEventListener('colour', (event) => map.colour(/** @type {CustomEvent<[number, number]>} */ (event).detail));
  const show = () => map.open(studio.page.thumb);
  // A click in the menu has done its work; the keys go to the stage again.
  const menu = /** @type {HTMLDetailsElement} */ (find(root, '.zoom-menu'));
  menu.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-action]')) menu.open = false;
  });
  for (const name of ['revision', 'photo']) root.addEventListener(name, show);
  show();
}
