/** @import { Unsaved } from './bringing.js' */
/** @import { Remainder } from '../orders/submit.js' */
/** @import { Autosave } from './save.js' */

/** What could not be saved when its photo was left is tried again this often, in ms. */
const RETRY = 30_000;

/** The last strokes of a photo wait no longer than this, in ms, for the next photo. */
const PATIENCE = 500;

/** @typedef {{name: string, saving: Autosave, closing: Promise<boolean>}} Leaving */

/**
 * The photos gone on from, until the server has all that was painted on them.
 *
 * Their masks are kept on the device meanwhile; where the browser refuses that they are kept here, and closing the page
 * asks first.
 *
 * Event: `settled` (detail: an order of which the server has all).
 */
export class Left extends EventTarget {
  /** @type {Map<number, Leaving>} by order */
  #orders = new Map();
  #timer = 0;

  /**
   * @param {(name: string, asks: boolean) => void} unsaved hears of each photo whose mask the server did not take, and
   *   whether the person has to choose first
   */
  constructor(unsaved) {
    super();
    this.unsaved = unsaved;
    addEventListener('online', () => this.#again());
    addEventListener('beforeunload', (event) => {
      if ([...this.#orders.values()].some(({ saving }) => saving.onlyHere)) event.preventDefault();
    });
  }

  /**
   * @param {{id: number, name: string}} order
   * @param {Autosave} saving let go of at once
   * @param {Promise<void>} first settles when the next photo's mask is there: that is not kept waiting
   * @param {Promise<Remainder | null>} remainder what its sending, which may be under way, leaves to be cleared
   * @returns {Promise<boolean>} whether the server has everything
   */
  leave({ id, name }, saving, first, remainder) {
    const closing = saving.close(Promise.race([first, patience()])).then((saved) => clear(saving, remainder, saved));
    this.#orders.set(id, { name, saving, closing });
    closing.then((saved) => {
      if (!saved) this.unsaved(name, saving.asks);
      this.#settle(id, saving, saved);
    });
    return closing;
  }

  /**
   * Waits until what was painted on an order earlier is saved, or cannot be.
   *
   * @param {number} order
   */
  async settled(order) {
    await this.#orders.get(order)?.closing;
  }

  /**
   * The order's photo is painted on again.
   *
   * @param {number} order
   * @returns {Unsaved | null} what was painted and the server does not have
   */
  back(order) {
    const leaving = this.#orders.get(order);
    this.#orders.delete(order);
    return leaving?.saving.unsaved ?? null;
  }

  /**
   * @param {number} id
   * @param {Autosave} saving
   * @param {boolean} saved
   */
  #settle(id, saving, saved) {
    if (saved) this.dispatchEvent(new CustomEvent('settled', { detail: id }));
    if (this.#orders.get(id)?.saving !== saving) return;
    if (saved) this.#orders.delete(id);
    else if (!this.#timer) this.#timer = window.setTimeout(() => this.#again(), RETRY);
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const [id, leaving] of this.#orders) {
      leaving.closing = leaving.closing.then((saved) => saved || leaving.saving.close());
      leaving.closing.then((saved) => this.#settle(id, leaving.saving, saved));
    }
  }
}

/**
 * The mask stays saved as it was until it is known to be sent.
 *
 * @param {Autosave} saving
 * @param {Promise<Remainder | null>} remainder
 * @param {boolean} saved
 * @returns {Promise<boolean>}
 */
async function clear(saving, remainder, saved) {
  const rest = await remainder;
  if (!rest) return saved;
  saving.standing.painting.subtract(rest.bytes, 'sending the mask');
  const cleared = await saving.close();
  if (!saving.onlyHere) rest.done();
  return cleared;
}

/** @returns {Promise<void>} */
function patience() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}
