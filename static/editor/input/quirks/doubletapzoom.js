/**
 * iPad: two quick taps of a pencil zoom the page in spite of `touch-action: none`; they are two dots of the brush.
 * The tap counts when it ends, so its end is refused, too.
 *
 * @param {HTMLElement} surface
 */
export function refuseDoubleTapZoom(surface) {
  surface.addEventListener('touchend', (event) => event.cancelable && event.preventDefault(), { passive: false });
}
