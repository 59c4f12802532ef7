/**
 * Safari, on the desktop too, sends pinches as `gesture…` events of its own and zooms the whole page with them.
 *
 * @param {HTMLElement} surface
 */
export function refusePagePinch(surface) {
  for (const name of ['gesturestart', 'gesturechange', 'gestureend']) {
    surface.addEventListener(name, (event) => event.preventDefault());
  }
}
