/** @import { Telling } from './telling.js' */

/**
 * @typedef {{sentence: string, theirs: () => Promise<void>, mine: () => Promise<void>}} Question which of two masks to
 *   keep: the other one, or what is painted here
 */

/** Asks which mask to keep, one question at a time; whatever is asked, nothing is sent meanwhile. */
export class Asking {
  /** @type {Question[]} */
  #questions = [];

  /**
   * @param {Telling} tell
   * @param {() => void} done hears when all is answered
   */
  constructor(tell, done) {
    this.tell = tell;
    this.done = done;
  }

  get open() {
    return this.#questions.length > 0;
  }

  /** @param {Question} question */
  ask(question) {
    this.#questions.push(question);
    if (this.#questions.length === 1) this.#show();
  }

  #show() {
    const [{ sentence, theirs, mine }] = this.#questions;
    this.tell.ask(sentence, () => this.#answered(theirs), () => this.#answered(mine));
  }

  /** @param {() => Promise<void>} act */
  async #answered(act) {
    this.tell.answered();
    await act().finally(() => this.#questions.shift());
    if (this.open) this.#show();
    else this.done();
  }
}
