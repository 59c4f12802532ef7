/**
 * iPad: Scribble, which turns handwriting into text, holds back the first samples of a pencil's stroke and swallows
 * quick taps altogether, unless the touch itself is refused. `touch-action: none` does not stop it.
 *
 * @param {HTMLElement} surface
 */
export function refuseScribble(surface) {
  surface.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false });
}
