/** A swipe this far over the head goes to another photo, in CSS pixels. */
const FAR = 60;

/** @param {'next' | 'previous'} where */
export function step(where) {
  const link = document.querySelector(`[data-step=${where}]`);
  const address = link?.getAttribute('href');
  if (address) location.assign(address);
}

/**
 * Fingers on the head swipe from photo to photo. The head may be another one after something was sent.
 *
 * @param {HTMLElement} root
 */
export function swipe(root) {
  /** @type {{id: number, x: number, y: number} | null} */
  let from = null;
  root.addEventListener('pointerdown', (event) => {
    const head = /** @type {Element} */ (event.target).closest('#review-head');
    from = head && event.pointerType === 'touch' ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
  });
  root.addEventListener('pointerup', (event) => {
    if (!from || from.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    from = null;
    if (Math.abs(dx) > FAR && Math.abs(dx) > 2 * Math.abs(dy)) step(dx < 0 ? 'next' : 'previous');
  });
  root.addEventListener('pointercancel', () => (from = null));
  root.querySelector('.review-walk [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
