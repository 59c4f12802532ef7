/** The line above the rows of an upload: how many are here, what was passed over, a way to stop, and the way on. */

import { gettext, ngettext } from '../texts.js';

export class UploadSum {
  #counts = { here: 0, known: 0, failed: 0 };

  #remark = '';

  /** @type {Set<() => void>} */ #running = new Set();

  #words;

  #actions;

  /** @param {HTMLElement} element @param {HTMLFormElement} form */
  constructor(element, form) {
    this.element = element;
    this.form = form;
    this.#words = /** @type {HTMLElement} */ (element.querySelector('p'));
    this.#actions = /** @type {HTMLElement} */ (element.querySelector('.row-actions'));
  }

  /** @param {string} remark that stays until the next one */
  say(remark) {
    this.#remark = remark;
    this.#show();
  }

  /** @param {() => void} cancel what takes it out again */
  begun(cancel) {
    if (!this.#running.size && !this.#counts.failed) this.#counts = { here: 0, known: 0, failed: 0 };
    this.#running.add(cancel);
    this.#show();
  }

  /** @param {() => void} cancel */
  ended(cancel) {
    this.#running.delete(cancel);
    this.#show();
  }

  arrived() {
    this.#counts.here += 1;
  }

  known() {
    this.#counts.known += 1;
  }

  failed() {
    this.#counts.failed += 1;
    this.#show();
  }

  retried() {
    this.#counts.failed -= 1;
  }

  #show() {
    const { here, known, failed } = this.#counts;
    const left = this.#running.size;
    const words = [
      left ? ngettext('{count} photo is on its way.', '{count} photos are on their way.', left) : '',
      here ? ngettext('{count} photo is here.', '{count} photos are here.', here) : '',
      known ? ngettext('{count} photo was in the listing already.', '{count} photos were in the listing already.', known) : '',
      this.#remark,
    ].filter(Boolean);
    this.#words.textContent = words.join(' ');
    this.element.hidden = !words.length;
    this.#actions.replaceChildren(...this.#ways(left, failed));
  }

  /** @param {number} left @param {number} failed @returns {HTMLElement[]} */
  #ways(left, failed) {
    if (left > 1) return [this.#stop()];
    const { listingUrl } = this.form.dataset;
    const { here, known } = this.#counts;
    if (left || !listingUrl) return [];
    // Once the queue, too, knows that it is done: it asks before somebody leaves.
    if (!failed && here + known) setTimeout(() => window.location.assign(listingUrl));
    const link = document.createElement('a');
    link.className = 'button';
    link.href = listingUrl;
    link.textContent = gettext('Open the listing');
    return [link];
  }

  #stop() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet compact';
    button.textContent = gettext('Cancel all');
    button.addEventListener('click', () => [...this.#running].forEach((cancel) => cancel()));
    return button;
  }
}
