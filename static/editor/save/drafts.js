import { DRAFTS, HEADS, STEPS, asked, transact } from './storage.js';

/** @import { Made } from '../engine/making.js' */
/** @import { Head, KeptStep } from '../packing/trail.js' */
/** @import { Stores } from './storage.js' */

/**
 * Unsaved masks on this device, and the steps that led to them: what survives a crash before the server has it, and
 * undo history in any case.
 *
 * @typedef {{
 *   png: Blob,
 *   made: Made,
 *   blank: boolean,
 *   digest: string,
 *   basedOn: number,
 *   sent: string[],
 *   revision: number,
 *   url: string,
 *   at: number,
 * }} LocalDraft `digest` is the mask's; `basedOn` the server's version it grew from; `sent` are the digests of masks of which
 *   nobody knows whether the server has them; `revision` is what it was painted on, `url` where it belongs on the server
 * @typedef {{key: [string, string], draft: LocalDraft}} Found by order and person, and tab
 * @typedef {'all' | 'mask' | 'nothing'} Kept without its steps where there is no more room
 */

/** Undo history nobody came back to goes after two weeks; drafts stay. */
const OLD = 14 * 24 * 60 * 60 * 1000;

/** Each page has drafts of its own: two tabs that paint on one photo do not write over each other's. */
const TAB = Math.random().toString(36).slice(2);

/** Drafts by order and person. Where the browser refuses storage the server has the record; this is a second net. */
export class LocalDrafts {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.steps = range(key);
  }

  /** @returns {Promise<Found[]>} what earlier pages and other tabs left here, the newest first */
  async load() {
    const found = await attempt('readonly', (stores) => all(stores, range(this.key)));
    return (found ?? []).filter(({ key: [, tab] }) => tab !== TAB);
  }

  /**
   * Keeps the draft and its steps together or, where there is no room for that, the draft alone.
   *
   * @param {LocalDraft} draft
   * @param {Head} head
   * @param {KeptStep[]} steps that `head` names and that are not kept yet
   * @returns {Promise<Kept | 'torn'>} torn where steps kept earlier are gone, and nothing was written
   */
  async keep(draft, head, steps) {
    const whole = await attempt('readwrite', (stores) => this.#write(stores, draft, head, steps));
    if (whole !== undefined) return whole ? 'all' : 'torn';
    const mask = await attempt('readwrite', async (stores) => {
      // Room is short: a mask is worth more than any undo history.
      stores[STEPS].clear();
      stores[HEADS].clear();
      await asked(stores[DRAFTS].put(draft, [this.key, TAB]));
      return true;
    });
    return mask ? 'mask' : 'nothing';
  }

  /**
   * @param {string} digest of the mask there is
   * @returns {Promise<{head: Head, steps: KeptStep[]} | null>} the steps that led to it, if these are known
   */
  async recall(digest) {
    const found = await attempt('readonly', async (stores) => {
      const head = await asked(stores[HEADS].get(this.key));
      return head?.digest === digest ? { head, steps: await asked(stores[STEPS].getAll(this.steps)) } : null;
    });
    return found ?? null;
  }

  /**
   * The server has the mask; only its steps need keeping here.
   *
   * @param {Found[]} [taken] drafts of other tabs that are part of it, or that nobody wants
   */
  async forget(taken = []) {
    await attempt('readwrite', async (stores) => {
      stores[DRAFTS].delete([this.key, TAB]);
      await drop(stores, taken);
    });
  }

  /** Lets go of undo histories nobody came back to. */
  async tidy() {
    await attempt('readwrite', async (stores) => {
      const keys = await asked(stores[HEADS].getAllKeys());
      const heads = await asked(stores[HEADS].getAll());
      for (const [at, head] of heads.entries()) {
        if (Date.now() - head.at < OLD) continue;
        stores[HEADS].delete(keys[at]);
        stores[STEPS].delete(range(keys[at]));
      }
    });
  }

  /**
   * @param {Stores} stores
   * @param {LocalDraft} draft
   * @param {Head} head
   * @param {KeptStep[]} steps
   * @returns {Promise<boolean>} whether all that `head` names is there; nothing is written otherwise
   */
  async #write(stores, draft, head, steps) {
    const named = new Set([...head.undo, ...head.redo]);
    const here = (await asked(stores[STEPS].getAllKeys(this.steps))).map((/** @type {[string, string]} */ [, id]) => id);
    const known = new Set([...here, ...steps.map(({ id }) => id)]);
    // Another tab of this browser may have written its own steps over those of this one.
    if (![...named].every((id) => known.has(id))) return false;
    stores[DRAFTS].put(draft, [this.key, TAB]);
    for (const id of here) if (!named.has(id)) stores[STEPS].delete([this.key, id]);
    for (const step of steps) if (named.has(step.id)) stores[STEPS].put(step, [this.key, step.id]);
    await asked(stores[HEADS].put(head, this.key));
    return true;
  }
}

/**
 * Drafts of this person that no page here has sent, whatever photo they belong to.
 *
 * @param {number} person
 * @returns {Promise<Found[]>}
 */
export async function leftHere(person) {
  const found = await attempt('readonly', (stores) => all(stores));
  return (found ?? []).filter(({ key: [key, tab], draft }) => key.endsWith(`/${person}`) && tab !== TAB && draft.url);
}

/** The server has them. @param {Found[]} taken */
export async function forgetLeft(taken) {
  await attempt('readwrite', (stores) => drop(stores, taken));
}

/**
 * @param {Stores} stores
 * @param {IDBKeyRange} [within]
 * @returns {Promise<Found[]>} the newest first
 */
async function all(stores, within) {
  const keys = await asked(stores[DRAFTS].getAllKeys(within));
  /** @type {LocalDraft[]} */
  const drafts = await asked(stores[DRAFTS].getAll(within));
  const found = drafts.map((draft, at) => ({ key: keys[at], draft }));
  return found.sort((one, other) => (other.draft.at ?? 0) - (one.draft.at ?? 0));
}

/**
 * Deletes drafts unless their tab has painted on meanwhile.
 *
 * @param {Stores} stores
 * @param {Found[]} taken
 */
async function drop(stores, taken) {
  for (const { key, draft } of taken) {
    const now = await asked(stores[DRAFTS].get(key));
    if (now?.at === draft.at && now?.digest === draft.digest) await asked(stores[DRAFTS].delete(key));
  }
}

/** @param {string} key */
function range(key) {
  return IDBKeyRange.bound([key], [key, []]);
}

/**
 * @template Answer
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<Answer>} work
 * @returns {Promise<Answer | undefined>} undefined where storage is refused
 */
async function attempt(mode, work) {
  try {
    return await transact(mode, work);
  } catch {
    return undefined;
  }
}
