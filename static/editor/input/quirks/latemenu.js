const RIGHT_BUTTON = 2;

/**
 * Windows opens the context menu when the right button is let go, wherever the pointer is by then: over a bar or the
 * panel, at the end of a stroke that began on the photo.
 *
 * @param {HTMLElement} surface
 */
export function refuseLateMenu(surface) {
  let began = false;
  const begin = (/** @type {PointerEvent} */ event) => {
    began = event.button === RIGHT_BUTTON && event.target instanceof Element && surface.contains(event.target);
  };
  addEventListener('pointerdown', begin, { capture: true });
  // The key that opens menus means one.
  addEventListener('keydown', () => (began = false), { capture: true });
  addEventListener('contextmenu', (event) => began && event.preventDefault(), { capture: true });
}
