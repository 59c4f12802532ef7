import { digest } from '../packing/digest.js';
import { read } from './reading.js';

/** @import { Found } from './drafts.js' */
/** @import { Keeping } from './keeping.js' */
/** @import { Steps } from '../engine/history.js' */
/** @import { Made } from '../engine/making.js' */
/** @import { Standing } from './standing.js' */

/**
 * @typedef {{bytes: Uint8Array, made: Made, steps?: Steps, basedOn: number, sent: string[], kept: boolean}} Unsaved a mask
 *   that the server does not have: the version it grew from, the digests of what may have been sent of it, and whether
 *   this device has it
 */

/** Brings back onto a painting what was kept of it: by this page, by earlier ones, by other tabs. */
export class Bringing {
  /** Whether something came back that the server does not have. */
  brought = false;
  /** Drafts on this device that are part of what is painted; they are done with when that is saved. @type {Found[]} */
  taken = [];
  /** Drafts on this device that are other masks. @type {Found[]} */
  rivals = [];
  /** Whether a draft on this device is damaged. */
  unreadable = false;

  /** @param {Keeping} keeping */
  constructor(keeping) {
    this.keeping = keeping;
  }

  /**
   * @param {Standing} standing
   * @param {Unsaved | null} unsaved what this page holds
   * @param {Found[]} found on this device, the newest first
   * @returns {Promise<Unsaved | null>} what was brought back
   */
  async bring(standing, unsaved, found) {
    let here = unsaved;
    for (const each of found) here = await this.#sort(each, here, standing.painting.mask.bytes.length);
    if (!here) return null;
    this.brought = true;
    await this.put(standing, here.bytes, here.made, here.steps);
    if (here.kept && !standing.dirty) standing.kept();
    // Unsaved work has come back: count it as a change.
    standing.unsaved();
    return here;
  }

  /**
   * @param {Found} each
   * @param {Unsaved | null} here what is to be brought back; if nothing yet, this one is
   * @param {number} size of the mask in bytes
   * @returns {Promise<Unsaved | null>}
   */
  async #sort(each, here, size) {
    const { png, made = 'manual', basedOn, sent = [] } = each.draft;
    const bytes = await read(png).then((found) => found.bytes, () => null);
    if (bytes?.length !== size) {
      this.unreadable = true;
      this.taken.push(each);
      return here;
    }
    const of = digest(bytes);
    const wanted = here ?? { bytes, made, basedOn, sent: [...sent, of], kept: true };
    if (of === digest(wanted.bytes)) this.taken.push(each);
    else this.rivals.push(each);
    return wanted;
  }

  /**
   * @param {Standing} standing
   * @param {Uint8Array} bytes
   * @param {Made} made
   * @param {Steps | null} [steps] that led to it
   */
  async put({ dirty, painting }, bytes, made, steps = null) {
    // A hand may have been faster than the disk or the network.
    if (dirty || painting.busy) {
      painting.add(bytes, 'bringing the mask back');
      return;
    }
    painting.restore(bytes, made);
    const { history } = painting;
    const known = steps ?? (await this.keeping.recall(bytes));
    if (known && painting.history === history) painting.recall(known);
  }
}
