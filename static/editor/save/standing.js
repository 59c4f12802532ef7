/** @import { Painting } from '../engine/painting.js' */

/** How safe what is painted is: how much of it the server has, and how much this device. */
export class Standing {
  /** The server has what was painted at this number of changes, */
  #saved;
  /** and this device at this one. */
  #kept;

  /** @param {Painting} painting */
  constructor(painting) {
    this.painting = painting;
    this.#saved = this.#kept = painting.changes;
  }

  /** Whether there is something the server does not have. */
  get dirty() {
    return this.painting.changes !== this.#saved;
  }

  /** Whether what the server does not have would be lost with this page. */
  get onlyHere() {
    return this.dirty && this.painting.changes !== this.#kept;
  }

  /** @param {number} [changes] up to which the server has all */
  saved(changes = this.painting.changes) {
    this.#saved = changes;
  }

  /** @param {number} [changes] up to which this device has all */
  kept(changes = this.painting.changes) {
    this.#kept = changes;
  }

  /** The server does not have it, though nothing was painted. */
  unsaved() {
    this.#saved = -1;
  }
}
