import { forgetLeft, leftHere } from './drafts.js';
import { DraftServer } from './draftserver.js';
import { Sending } from './sending.js';

/** @import { Found } from './drafts.js' */

/** The photo on the stage comes first: nothing else is sent before it has been quiet for so long, in ms. */
const QUIET = 1_500;

/**
 * Sends what earlier pages could not send: masks of other photos that wait on this device.
 *
 * One that somebody has written over meanwhile waits for the person, who is asked when that photo is opened.
 */
export class Later {
  #timer = 0;
  #running = false;

  /**
   * @param {{csrf: string, person: number}} who
   * @param {() => number} current order on the stage, which has its own autosave
   * @param {(count: number) => void} sent hears how many masks the server has now
   */
  constructor({ csrf, person }, current, sent) {
    this.csrf = csrf;
    this.person = person;
    this.current = current;
    this.sent = sent;
    addEventListener('online', () => this.soon());
    this.soon();
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#send(), QUIET);
  }

  async #send() {
    if (this.#running) return;
    this.#running = true;
    /** @type {Map<string, Found[]>} */
    const orders = new Map();
    for (const found of await leftHere(this.person)) orders.set(found.key[0], [...(orders.get(found.key[0]) ?? []), found]);
    let count = 0;
    for (const [key, [found, another]] of orders) {
      // Of two masks only the person can say which is wanted.
      if (another || key === `${this.current()}/${this.person}`) continue;
      if (await this.#one(found)) count += 1;
    }
    this.#running = false;
    if (count) this.sent(count);
  }

  /**
   * @param {Found} found
   * @returns {Promise<boolean>} whether the server has it; if not, it waits on, and opening its photo says why
   */
  async #one(found) {
    const { basedOn, digest, revision, sent, url } = found.draft;
    let arrived = false;
    const sending = new Sending(new DraftServer(url, this.csrf, this.person), {
      saved: () => (arrived = true),
      failed() {},
      conflict() {},
    });
    Object.assign(sending, { held: false, version: basedOn, revision, unsure: new Set([digest, ...sent]) });
    await sending.send({ ...found.draft, changes: 0, kept: 'all' });
    sending.rest();
    if (arrived) await forgetLeft([found]);
    return arrived;
  }
}
