/** @import { Mask } from '../engine/mask.js' */
/** @import { Flat, KeptStep } from './trail.js' */

/** @typedef {{png: Uint8Array<ArrayBuffer>, digest: string, packed: Uint8Array[], unpacked: Uint8Array[]}} Answer */
/** @typedef {{resolve: (answer: Answer) => void, reject: (error: Error) => void}} Waiting */

/** The page's end of the worker: masks in, PNG files out; steps in, packed steps out and back. */
export class Encoder {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #last = 0;

  /** @param {string} url of worker.js */
  constructor(url) {
    this.worker = new Worker(url, { type: 'module' });
    this.worker.addEventListener('message', ({ data: { id, error, ...answer } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    });
    this.worker.addEventListener('error', () => this.#fail());
  }

  /**
   * @param {Mask} mask read at once; painting may go on while its copy is packed
   * @returns {Promise<Blob>}
   */
  async encode(mask) {
    return (await this.keep(mask, [])).png;
  }

  /**
   * @param {Mask} mask read at once, as above
   * @param {Flat[]} steps given away
   * @returns {Promise<{png: Blob, digest: string, steps: KeptStep[]}>}
   */
  async keep({ width, height, bytes }, steps) {
    const copy = bytes.slice();
    const pack = steps.map(({ bits }) => bits);
    const transfer = [copy, ...pack].map(({ buffer }) => buffer);
    const { png, digest, packed } = await this.#ask({ mask: { width, height, bytes: copy }, pack }, transfer);
    const kept = steps.map(({ outline }, at) => ({ ...outline, packed: packed[at] }));
    return { png: new Blob([png], { type: 'image/png' }), digest, steps: kept };
  }

  /**
   * @param {KeptStep[]} steps
   * @returns {Promise<Uint8Array[]>} their bits
   */
  async unpack(steps) {
    return (await this.#ask({ unpack: steps.map(({ packed }) => packed) }, [])).unpacked;
  }

  /**
   * @param {object} task
   * @param {Transferable[]} transfer
   * @returns {Promise<Answer>}
   */
  #ask(task, transfer) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...task, id }, { transfer });
    });
  }

  #fail() {
    for (const { reject } of this.#waiting.values()) reject(new Error('The worker that packs masks has stopped.'));
    this.#waiting.clear();
  }
}
