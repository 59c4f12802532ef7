import { DRAFTS, HEADS, STEPS, asked, openStorage, transact } from './storage.js';

/** @import { Made } from '../engine/making.js' */
/** @import { Head, KeptStep } from '../packing/trail.js' */

/**
 * Unsaved masks on this device, and the steps that led to them: what survives a crash before the server has it, and
 * undo history in any case.
 *
 * @typedef {{png: Blob, made?: Made, basedOn: number, dirty: boolean}} LocalDraft `basedOn` is the server's version it grew
 *   from; drafts of earlier days do not say how they were made
 * @typedef {'all' | 'mask' | 'nothing'} Kept without its steps where others wrote meanwhile or there is no more room
 */

/** Undo history nobody came back to goes after two weeks; drafts stay. */
const OLD = 14 * 24 * 60 * 60 * 1000;

/** Drafts by order and person. Where the browser refuses storage the server has the record; this is a second net. */
export class LocalDrafts {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.database = openStorage();
    this.steps = IDBKeyRange.bound([key], [key, []]);
  }

  /** @returns {Promise<LocalDraft | null>} */
  async load() {
    return (await this.#try('readonly', (stores) => asked(stores[DRAFTS].get(this.key)))) ?? null;
  }

  /**
   * Keeps the draft and its steps together or, where that cannot be, the draft alone.
   *
   * @param {LocalDraft} draft
   * @param {Head} head
   * @param {KeptStep[]} steps that `head` names and that are not kept yet
   * @returns {Promise<Kept>}
   */
  async keep(draft, head, steps) {
    const all = await this.#try('readwrite', (stores) => this.#write(stores, draft, head, steps));
    if (all !== undefined) return all ? 'all' : 'mask';
    const mask = await this.#try('readwrite', async (stores) => {
      // Room is short: a mask is worth more than any undo history.
      stores[STEPS].clear();
      stores[HEADS].clear();
      await asked(stores[DRAFTS].put(draft, this.key));
      return true;
    });
    return mask ? 'mask' : 'nothing';
  }

  /**
   * @param {string} digest of the mask there is
   * @returns {Promise<{head: Head, steps: KeptStep[]} | null>} the steps that led to it, if these are known
   */
  async recall(digest) {
    const found = await this.#try('readonly', async (stores) => {
      const head = await asked(stores[HEADS].get(this.key));
      return head?.digest === digest ? { head, steps: await asked(stores[STEPS].getAll(this.steps)) } : null;
    });
    return found ?? null;
  }

  /** The server has the mask; only its steps need keeping here. */
  async forget() {
    await this.#try('readwrite', (stores) => asked(stores[DRAFTS].delete(this.key)));
  }

  /** Lets go of undo histories nobody came back to. */
  async tidy() {
    await this.#try('readwrite', async (stores) => {
      const keys = await asked(stores[HEADS].getAllKeys());
      const heads = await asked(stores[HEADS].getAll());
      for (const [at, head] of heads.entries()) {
        if (Date.now() - head.at < OLD) continue;
        stores[HEADS].delete(keys[at]);
        stores[STEPS].delete(IDBKeyRange.bound([keys[at]], [keys[at], []]));
      }
    });
  }

  /**
   * @param {Record<string, IDBObjectStore>} stores
   * @param {LocalDraft} draft
   * @param {Head} head
   * @param {KeptStep[]} steps
   * @returns {Promise<boolean>} whether the steps are kept, too
   */
  async #write(stores, draft, head, steps) {
    stores[DRAFTS].put(draft, this.key);
    const named = new Set([...head.undo, ...head.redo]);
    const here = (await asked(stores[STEPS].getAllKeys(this.steps))).map((/** @type {[string, string]} */ [, id]) => id);
    const known = new Set([...here, ...steps.map(({ id }) => id)]);
    // Another tab of this browser may have written its own steps over those of this one.
    if (![...named].every((id) => known.has(id))) return false;
    for (const id of here) if (!named.has(id)) stores[STEPS].delete([this.key, id]);
    for (const step of steps) if (named.has(step.id)) stores[STEPS].put(step, [this.key, step.id]);
    await asked(stores[HEADS].put(head, this.key));
    return true;
  }

  /**
   * @template Answer
   * @param {IDBTransactionMode} mode
   * @param {(stores: Record<string, IDBObjectStore>) => Promise<Answer>} work
   * @returns {Promise<Answer | undefined>} undefined where storage is refused
   */
  async #try(mode, work) {
    try {
      return await transact(await this.database, mode, work);
    } catch {
      return undefined;
    }
  }
}
