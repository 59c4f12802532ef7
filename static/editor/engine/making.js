/** What undo calls a step of smart select. */
export const FOUND = 'smart select';

/** Steps that take away or bring back what was there; they say nothing of how it was made. */
const NEUTRAL = new Set(['clear', 'sending the mask']);

/** @typedef {'manual' | 'automatic'} Made */

/**
 * How the mask was made: `automatic` while it holds nothing but what smart select found. Anything else that changes it,
 * an undone stroke too, makes it `manual` until it is empty again: a service may widen a manual mask and trust the
 * other, so in doubt it is manual.
 */
export class Making {
  /** @type {Made} */
  made = 'manual';
  #fresh = true;

  /**
   * Goes on with a kept mask.
   *
   * @param {Made} made
   * @param {boolean} empty
   */
  begin(made, empty) {
    this.made = made;
    this.#fresh = empty;
  }

  /**
   * @param {string} label of the step that changed the mask, or that undo took back
   * @param {boolean} empty whether nothing is left
   */
  note(label, empty) {
    if (!empty && !NEUTRAL.has(label)) {
      if (label !== FOUND) this.made = 'manual';
      else if (this.#fresh) this.made = 'automatic';
    }
    this.#fresh = empty;
  }
}
