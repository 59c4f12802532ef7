/** At most `limit` jobs at a time, in the order they came; one that has not begun can be taken out again. */

/** @typedef {() => Promise<void>} Job a job deals with its own failures */

export class Queue {
  /** @type {Job[]} */ #waiting = [];

  #running = 0;

  #limit;

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /** Whether anything is running or waiting. */
  get busy() {
    return this.#running + this.#waiting.length > 0;
  }

  /** @param {Job} job */
  add(job) {
    this.#waiting.push(job);
    this.#next();
  }

  /** Takes out a job that has not begun. @param {Job} job @returns {boolean} whether it was still waiting */
  remove(job) {
    const place = this.#waiting.indexOf(job);
    if (place < 0) return false;
    this.#waiting.splice(place, 1);
    return true;
  }

  #next() {
    while (this.#running < this.#limit) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#running += 1;
      job().finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }
}
