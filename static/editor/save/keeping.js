import { digest } from '../packing/digest.js';
import { Trail } from '../packing/trail.js';

/** @import { Kept, LocalDrafts } from './drafts.js' */
/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Steps } from '../engine/history.js' */
/** @import { Painting } from '../engine/painting.js' */

/** A painting on this device: the mask and the steps that led to it, packed by the worker and written together. */
export class Keeping {
  #trail = new Trail();

  /**
   * @param {Encoder} encoder
   * @param {LocalDrafts} local
   */
  constructor(encoder, local) {
    this.encoder = encoder;
    this.local = local;
  }

  /**
   * @param {Painting} painting read at once; one may go on painting
   * @param {number} basedOn the server's version it grew from
   * @returns {Promise<{png: Blob, kept: Kept}>}
   */
  async keep({ mask, made, history: { steps } }, basedOn) {
    const fresh = this.#trail.fresh(steps);
    const { png, digest: of, steps: packed } = await this.encoder.keep(mask, fresh);
    const head = this.#trail.head(steps, packed, of);
    const kept = await this.local.keep({ png, made, basedOn, dirty: true }, head, packed);
    if (kept === 'all') this.#trail.kept(packed);
    else this.#trail.lost();
    return { png, kept };
  }

  /**
   * @param {Uint8Array} bytes of a mask
   * @returns {Promise<Steps | null>} the steps that led to exactly this one, where this device knows them
   */
  async recall(bytes) {
    const kept = await this.local.recall(digest(bytes));
    if (!kept) return null;
    try {
      return this.#trail.recall(kept, await this.encoder.unpack(kept.steps));
    } catch {
      // Damaged on the disk: the mask is worth having without them.
      return null;
    }
  }
}
