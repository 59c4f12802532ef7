import { gettext } from '../../texts.js';

/** @import { Mask } from '../engine/mask.js' */
/** @import { Flat, KeptStep } from './trail.js' */

/** @typedef {{png: Uint8Array<ArrayBuffer>, digest: string, packed: Uint8Array[], unpacked: Uint8Array[]}} Answer */
/** @typedef {{resolve: (answer: Answer) => void, reject: (error: Error) => void}} Waiting */

/** The page's end of the worker: masks in, PNG files out; steps in, packed steps out and back. */
export class Encoder {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #last = 0;
  /** @type {Worker | null} */
  #worker = null;

  /** @param {string} url of worker.js */
  constructor(url) {
    this.url = url;
    this.#start();
  }

  /**
   * @param {Mask} mask read at once; painting may go on while its copy is packed
   * @returns {Promise<Blob>}
   */
  async encode({ width, height, bytes }) {
    const copy = { width, height, bytes: bytes.slice() };
    const ask = () => this.#ask({ mask: copy }, []);
    // A worker that has stopped is started again once.
    const { png } = await ask().catch(ask);
    return asFile(png);
  }

  /**
   * @param {Mask} mask read at once, as above
   * @param {Flat[]} steps given away
   * @returns {Promise<{png: Blob, digest: string, steps: KeptStep[]}>}
   * @throws where the worker has stopped; the next call starts another
   */
  async keep({ width, height, bytes }, steps) {
    const copy = bytes.slice();
    const { png, digest, packed } = await this.#ask(...packing(steps, { width, height, bytes: copy }));
    return { png: asFile(png), digest, steps: outlined(steps, packed) };
  }

  /**
   * @param {Flat[]} steps given away
   * @returns {Promise<KeptStep[]>}
   */
  async pack(steps) {
    return outlined(steps, (await this.#ask(...packing(steps))).packed);
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
      this.#start().postMessage({ ...task, id }, { transfer });
    });
  }

  #start() {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.url, { type: 'module' });
    worker.addEventListener('message', ({ data: { id, error, ...answer } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    });
    worker.addEventListener('error', () => this.#fail());
    this.#worker = worker;
    return worker;
  }

  /** Its script did not come, or it broke: it will not answer any more. */
  #fail() {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(gettext('The mask could not be packed. Try again in a moment.')));
  }
}

/** @param {Uint8Array<ArrayBuffer>} png */
function asFile(png) {
  return new Blob([png], { type: 'image/png' });
}

/**
 * @param {Flat[]} steps
 * @param {{width: number, height: number, bytes: Uint8Array}} [mask]
 * @returns {[object, Transferable[]]} the task, and what goes over to the worker
 */
function packing(steps, mask) {
  const pack = steps.map(({ bits }) => bits);
  return [{ mask, pack }, [...(mask ? [mask.bytes] : []), ...pack].map(({ buffer }) => buffer)];
}

/**
 * @param {Flat[]} steps
 * @param {Uint8Array[]} packed
 * @returns {KeptStep[]}
 */
function outlined(steps, packed) {
  return steps.map(({ outline }, at) => ({ ...outline, packed: packed[at] }));
}
