import { gettext } from '../../texts.js';
import { decode } from '../packing/png.js';

/** @import { Page } from './page.js' */

/**
 * @typedef {{order: number, revision: {id: number, number: number}, submission: number}} Ready
 * @typedef {{
 *   page: () => Page,
 *   untouched: () => boolean,
 *   show: (page: Page) => Promise<void>,
 *   offer: (sentence: string, show: () => void) => void,
 *   failed: (sentence: string) => void,
 *   offerMask: (sentence: string, bytes: Uint8Array) => void,
 * }} Stage
 */

/** How a removal that gave nothing is told, by the card's state. */
const NOTHING = new Map([
  ['failed', gettext('Nothing was removed.')],
  ['canceled', gettext('The removal was canceled.')],
]);

/**
 * Takes in what the removal brings back: shows the new revision at once when nothing was painted since, else offers it.
 */
export class Results {
  /** What this visit has sent, by submission. @type {Map<number, {revision: number, png: Blob}>} */
  #sent = new Map();

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    document.body.addEventListener('revision-ready', (event) => {
      this.#ready(/** @type {CustomEvent<Ready>} */ (event).detail);
    });
    // htmx says so for every card it puts in.
    document.body.addEventListener('htmx:load', (event) => {
      if (event.target instanceof HTMLElement) this.#ended(event.target);
    });
  }

  /**
   * @param {{cards: string, png: Blob}} sent the HTML of one card or several, and their mask
   * @param {number} revision painted on
   */
  sent({ cards, png }, revision) {
    for (const [, id] of cards.matchAll(/id="submission-(\d+)"/g)) this.#sent.set(Number(id), { revision, png });
  }

  /**
   * Offers what has landed on the photo on the stage without a card here that tells: it was sent in another tab.
   *
   * @returns {Promise<boolean>} whether something has
   */
  async landed() {
    const { order, revision } = this.stage.page();
    const answer = await fetch(order.paint.replace('/paint/', '/paint.json')).catch(() => null);
    const head = answer?.ok ? /** @type {Page} */ (await answer.json()).revision : null;
    const page = this.stage.page();
    if (!head || page.order.id !== order.id || head.number <= Math.max(revision.number, page.revision.number)) return false;
    this.stage.offer(gettext('The result is ready.'), () => this.#show(head.number));
    return true;
  }

  /** @param {HTMLElement} card */
  async #ended(card) {
    const sentence = NOTHING.get(card.dataset['state'] ?? '');
    const id = Number(card.id.replace('submission-', ''));
    const sent = this.#sent.get(id);
    // One of several services may fail: the others have the same mask. A part of a mask is tried again from its card.
    if (!sentence || !sent || card.dataset['group'] || card.dataset['split']) return;
    this.#sent.delete(id);
    const { bytes } = await decode(new Uint8Array(await sent.png.arrayBuffer()));
    this.stage.offerMask(sentence, bytes);
  }

  /** @param {Ready} ready */
  #ready({ order, revision, submission }) {
    const page = this.stage.page();
    if (order !== page.order.id || revision.id === page.revision.id) return;
    // Results of several services are chosen from side by side; each card leads there.
    const card = document.getElementById(`submission-${submission}`);
    if (card?.dataset['group']) return;
    // Parts of one mask land on each other: of two that come together, the later one shows both.
    const split = card?.dataset['split'];
    if (split && revision.number < page.revision.number) return;
    // A result of another revision does not hold what is on the stage now; only the person can say which to go on with.
    const follows = (this.#sent.get(submission)?.revision ?? page.revision.id) === page.revision.id;
    this.#sent.delete(submission);
    if (follows && split) this.#follow(split, revision.id);
    if (follows && this.stage.untouched()) this.#show(revision.number);
    else this.stage.offer(gettext('The result is ready.'), () => this.#show(revision.number));
  }

  /**
   * The other parts of a mask go on from what the first has brought.
   *
   * @param {string} split
   * @param {number} revision
   */
  #follow(split, revision) {
    for (const [id, sent] of this.#sent) {
      if (document.getElementById(`submission-${id}`)?.dataset['split'] === split) sent.revision = revision;
    }
  }

  /** @param {number} number */
  async #show(number) {
    const { pageUrl } = this.stage.page();
    const address = pageUrl.replace('{number}', String(number));
    try {
      const answer = await fetch(address.replace('/paint/?', '/paint.json?'));
      if (!answer.ok) throw new Error(`${answer.status}`);
      const page = await answer.json();
      // Another photo may have come meanwhile; this one's result is in its own address.
      if (page.order.id === this.stage.page().order.id) await this.stage.show(page);
      if (page === this.stage.page()) history.replaceState(history.state, '', address);
    } catch {
      this.stage.failed(gettext('The result could not be loaded. Reload the page to see it.'));
    }
  }
}
