/** @import { Page } from './page.js' */

/** Photos kept ready at most: the next one, the one before, and one just passed over. A decoded proxy is 16 MB. */
const MOST = 3;

/** What was fetched longer ago than this, in ms, may have changed elsewhere. */
const FRESH = 60_000;

/** @typedef {{page: Promise<Page>, image: HTMLImageElement, at: number}} Ready */

/** Fetches photos before they are asked for, so that going on to one takes no wait. */
export class Ahead {
  /** @type {Map<string, Ready>} by the paint page's address, the oldest first */
  #ready = new Map();

  /**
   * @param {string} address of a paint page
   * @returns {Ready} fetched ahead, or being fetched now; the next call fetches anew
   */
  take(address) {
    const ready = this.#fresh(address) ?? fetched(address);
    this.#ready.delete(address);
    return ready;
  }

  /** @param {string} address */
  prepare(address) {
    if (this.#fresh(address)) return;
    const ready = fetched(address);
    // Whoever takes it hears of the failure; nobody may.
    ready.page.catch(() => this.#ready.delete(address));
    this.#ready.delete(address);
    this.#ready.set(address, ready);
    for (const [oldest] of [...this.#ready].slice(0, -MOST)) this.#ready.delete(oldest);
  }

  /** @param {string} address */
  #fresh(address) {
    const ready = this.#ready.get(address);
    return ready && performance.now() - ready.at < FRESH ? ready : null;
  }

  /** What was fetched is out of date. @param {string} address */
  forget(address) {
    this.#ready.delete(address);
  }
}

/**
 * @param {string} address
 * @returns {Ready}
 */
function fetched(address) {
  const image = new Image();
  return { page: load(address, image), image, at: performance.now() };
}

/**
 * @param {string} address
 * @param {HTMLImageElement} image gets the proxy
 * @returns {Promise<Page>}
 */
async function load(address, image) {
  const answer = await fetch(address.replace('/paint/', '/paint.json'), { redirect: 'manual' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = /** @type {Page} */ (await answer.json());
  image.src = page.proxy.url;
  // A picture that cannot be decoded yet shows when it can.
  image.decode().catch(() => {});
  return page;
}
