import { find } from '../controls/find.js';
import { Pins } from '../view/pins.js';

/** @import { Studio } from '../studio.js' */

/**
 * Changes somebody asked for: pins over the photo for those the panel lists, gone as they are ticked off there.
 *
 * @param {Studio} studio
 */
export function requests({ camera, root }) {
  const layer = find(root, '[data-pins]');
  const pins = new Pins(layer, camera);
  const panel = find(root, '#panel');
  const list = () => pins.list(/** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('[data-request][data-x]')));
  panel.addEventListener('click', (event) => {
    const request = /** @type {Element} */ (event.target).closest('[data-look-at]')?.closest('[data-x]');
    if (request instanceof HTMLElement) pins.lookAt({ x: Number(request.dataset['x']), y: Number(request.dataset['y']) });
  });
  // One paints right where they point.
  layer.inert = true;
  // The panel tells of another photo, or one was ticked off.
  panel.addEventListener('htmx:afterSettle', list);
  root.addEventListener('leaving', () => pins.list([]));
  list();
}
