import { recalled, remember } from './remembered.js';

const NAME = 'single-keys';

/**
 * Whether letters and signs alone are keys. Who dictates, or whose screen reader has them for itself, turns that off
 * in a sheet of keys; the browser remembers. Dispatches `change`.
 */
class SingleKeys extends EventTarget {
  on = recalled(NAME) !== 'off';

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    remember(NAME, on ? 'on' : 'off');
    this.dispatchEvent(new Event('change'));
  }

  /** @param {ParentNode} sheet with the box that turns them on and off */
  offer(sheet) {
    const box = /** @type {HTMLInputElement} */ (sheet.querySelector('[data-single-keys]'));
    box.checked = this.on;
    box.addEventListener('change', () => this.turn(box.checked));
  }
}

export const singleKeys = new SingleKeys();
