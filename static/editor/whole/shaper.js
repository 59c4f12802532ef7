/** @import { Mask } from '../engine/mask.js' */
/** @import { Rect } from '../engine/rect.js' */
/** @import { Progress } from './grow.js' */

/**
 * @typedef {'grow' | 'shrink' | 'fill-holes'} Work
 * @typedef {{bytes: Uint8Array, rect: Rect | null}} Reshaped the whole mask anew, and where it may differ
 */

/** The person did not want to wait for it. */
export class Canceled extends Error {}

/**
 * The page's end of the worker that reshapes masks: one work at a time, which can be canceled at any moment. The
 * worker is there only while it works.
 */
export class Shaper {
  /** @type {(() => void) | null} */
  #cancel = null;

  /** @param {string} url of worker.js */
  constructor(url) {
    this.url = url;
  }

  get busy() {
    return this.#cancel !== null;
  }

  /**
   * @param {Work} work
   * @param {Mask} mask read at once
   * @param {number} n pixels
   * @param {Progress} tell
   * @returns {Promise<Reshaped>}
   * @throws {Canceled}
   */
  async reshape(work, { width, height, bytes }, n, tell) {
    const worker = new Worker(this.url, { type: 'module' });
    const copy = bytes.slice();
    try {
      return await new Promise((resolve, reject) => {
        this.#cancel = () => reject(new Canceled());
        worker.addEventListener('error', () => reject(new Error('The worker that reshapes masks has stopped.')));
        worker.addEventListener('message', ({ data }) => {
          if (data.error) reject(new Error(data.error));
          else if (data.bytes) resolve(data);
          else tell(data.done);
        });
        worker.postMessage({ work, n, width, height, bytes: copy }, { transfer: [copy.buffer] });
      });
    } finally {
      this.#cancel = null;
      worker.terminate();
    }
  }

  cancel() {
    this.#cancel?.();
  }
}
