/**
 * Windows and Linux begin their own scrolling at a press of the middle button, on `mousedown` and not on
 * `pointerdown`; here that button moves the photo.
 *
 * @param {HTMLElement} surface
 */
export function refuseMiddleScroll(surface) {
  surface.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault());
}
