/** @import { Mask } from './mask.js' */

/** @typedef {{resolve: (png: Blob) => void, reject: (error: Error) => void}} Waiting */

/** The page's end of the worker: masks in, PNG files out. */
export class Encoder {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #last = 0;

  /** @param {string} url of worker.js */
  constructor(url) {
    this.worker = new Worker(url, { type: 'module' });
    this.worker.addEventListener('message', ({ data: { id, png, error } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (png) waiting?.resolve(new Blob([png], { type: 'image/png' }));
      else waiting?.reject(new Error(error));
    });
    this.worker.addEventListener('error', () => this.#fail());
  }

  /**
   * @param {Mask} mask read at once; painting may go on while its copy is packed
   * @returns {Promise<Blob>}
   */
  encode({ width, height, bytes }) {
    this.#last += 1;
    const id = this.#last;
    const copy = bytes.slice();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, width, height, bytes: copy }, { transfer: [copy.buffer] });
    });
  }

  #fail() {
    for (const { reject } of this.#waiting.values()) reject(new Error('The worker that packs masks has stopped.'));
    this.#waiting.clear();
  }
}
