/**
 * A button that works while it is held, by pointer, Space or Enter.
 *
 * @param {HTMLElement} button
 * @param {(on: boolean) => void} act
 */
export function holdable(button, act) {
  let held = false;
  const turn = (/** @type {boolean} */ on) => {
    if (on === held) return;
    held = on;
    button.setAttribute('aria-pressed', String(on));
    act(on);
  };
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('pointerdown', (event) => {
    button.setPointerCapture(event.pointerId);
    turn(true);
  });
  button.addEventListener('keydown', (event) => {
    if (event.key === ' ' || event.key === 'Enter') turn(true);
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture', 'keyup', 'blur']) {
    button.addEventListener(name, () => turn(false));
  }
  // A long press on a touch screen would open a menu and end the hold.
  button.addEventListener('contextmenu', (event) => event.preventDefault());
}
