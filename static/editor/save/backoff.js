/** In ms. */
const FIRST = 2_000;
const LAST = 60_000;

/** Tries something again, after ever longer waits. */
export class Backoff {
  #timer = 0;
  #wait = FIRST;

  /** @param {() => void} act */
  later(act) {
    this.rest();
    this.#timer = window.setTimeout(act, this.#wait);
    this.#wait = Math.min(LAST, this.#wait * 2);
  }

  /** It went well, or there is a reason to hope. */
  reset() {
    this.rest();
    this.#wait = FIRST;
  }

  /** Nothing is tried again by itself. */
  rest() {
    clearTimeout(this.#timer);
  }
}
