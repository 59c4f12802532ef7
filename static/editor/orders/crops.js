import { gettext } from '../../texts.js';

/**
 * One crop around the whole mask, or one for each of its far-apart parts: a choice that is offered where it makes a
 * difference, with its price. One is sent unless somebody ticks the box, each time anew.
 *
 * Event: `change`.
 *
 * @typedef {{parts: number, offer: string, sentence: string}} InParts
 */
export class Crops extends EventTarget {
  /** @type {InParts | null} */
  #offered = null;

  /** @param {HTMLElement} root the label in the template */
  constructor(root) {
    super();
    this.root = root;
    this.box = /** @type {HTMLInputElement} */ (root.querySelector('input'));
    this.title = /** @type {HTMLElement} */ (root.querySelector('[data-crops-title]'));
    this.words = /** @type {HTMLElement} */ (root.querySelector('[data-crops-words]'));
    this.box.addEventListener('change', () => this.dispatchEvent(new CustomEvent('change')));
  }

  /** @returns {number} how many calls were agreed to */
  get count() {
    return this.#offered && this.box.checked ? this.#offered.parts : 1;
  }

  /** @returns {string} what would happen, empty where the mask goes as one */
  get sentence() {
    return this.count > 1 ? (this.#offered?.sentence ?? '') : '';
  }

  /** @param {InParts | null} offered null where one crop serves as well */
  offer(offered) {
    if (offered?.parts !== this.#offered?.parts) this.box.checked = false;
    this.#offered = offered;
    this.root.hidden = !offered;
    this.title.textContent = offered ? gettext('Send the {parts} parts one by one', { parts: offered.parts }) : '';
    this.words.textContent = offered ? gettext('Each is seen closer up: {offer}', { offer: offered.offer }) : '';
  }

  /** After sending: the next mask begins with one crop again. */
  reset() {
    this.box.checked = false;
  }
}
