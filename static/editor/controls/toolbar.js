import { SHORTCUTS, keysOf } from './keys.js';
import { inUse } from './listening.js';

/** @import { Shortcut } from './keys.js' */

/**
 * A `role=toolbar` with one tab stop: arrows, Home and End move inside it, Tab leaves it. A slider keeps its arrows
 * along its own direction.
 *
 * @param {HTMLElement} toolbar
 */
export function rove(toolbar) {
  const all = () => [...toolbar.querySelectorAll('button, input')].filter((item) => item instanceof HTMLElement);
  const items = () => all().filter((item) => item.checkVisibility());
  const settle = (/** @type {HTMLElement} */ current) => {
    for (const item of all()) item.tabIndex = item === current ? 0 : -1;
  };
  // Where there is little room some items are hidden: then another one is the stop.
  const keepStop = () => {
    const shown = items();
    if (shown.length && !shown.some(({ tabIndex }) => tabIndex === 0)) settle(shown[0]);
  };
  settle(all()[0]);
  new ResizeObserver(keepStop).observe(toolbar);
  toolbar.addEventListener('focusin', (event) => settle(/** @type {HTMLElement} */ (event.target)));
  toolbar.addEventListener('keydown', (event) => {
    const at = items().indexOf(/** @type {HTMLElement} */ (event.target));
    const to = destination(event, at, items().length);
    if (to === null) return;
    event.preventDefault();
    items()[to].focus();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {number} at
 * @param {number} count
 * @returns {number | null}
 */
function destination(event, at, count) {
  const slider = event.target instanceof HTMLInputElement;
  if (event.key === 'Home' && !slider) return 0;
  if (event.key === 'End' && !slider) return count - 1;
  // Up and down change a slider's value; left and right leave it.
  if (event.key === 'ArrowRight' || (event.key === 'ArrowDown' && !slider)) return (at + 1) % count;
  if (event.key === 'ArrowLeft' || (event.key === 'ArrowUp' && !slider)) return (at + count - 1) % count;
  return null;
}

/**
 * Gives every control with a `data-action` its tooltip and the keys that work now, from the shortcut table; in a menu they
 * stand beside it. A control that several actions serve names them in `data-keys`.
 *
 * @param {HTMLElement} root
 */
export function labelKeys(root) {
  const table = inUse(SHORTCUTS);
  for (const control of root.querySelectorAll('[data-action], [data-keys]')) {
    if (!(control instanceof HTMLElement)) continue;
    const served = (control.dataset['keys'] ?? control.dataset['action'] ?? '').split(' ');
    const shortcuts = table.filter(({ action }) => served.includes(action));
    const { shown, announced } = keysOf(shortcuts);
    control.querySelector('kbd')?.remove();
    const name = control.getAttribute('aria-label') ?? control.textContent?.trim() ?? '';
    control.title = shown ? `${name} (${shown})` : name;
    if (announced) control.setAttribute('aria-keyshortcuts', announced);
    else control.removeAttribute('aria-keyshortcuts');
    if (announced && control.matches('.menu-panel > button')) control.append(keyBeside(shortcuts[0]));
  }
}

/** @param {Shortcut} shortcut */
function keyBeside(shortcut) {
  const key = document.createElement('kbd');
  key.setAttribute('aria-hidden', 'true');
  key.textContent = keysOf([shortcut]).shown;
  return key;
}

/**
 * Dims a control and keeps it reachable: pressing it says why nothing happens.
 *
 * @param {Element} control
 * @param {boolean} on
 */
export function allow(control, on) {
  control.setAttribute('aria-disabled', String(!on));
}
