import { digest } from '../packing/digest.js';
import { Trail } from '../packing/trail.js';

/** @import { Kept, LocalDraft, LocalDrafts } from './drafts.js' */
/** @import { Encoder } from '../packing/encoder.js' */
/** @import { KeptStep } from '../packing/trail.js' */
/** @import { Steps } from '../engine/history.js' */
/** @import { Made } from '../engine/making.js' */
/** @import { Painting } from '../engine/painting.js' */

/**
 * @typedef {{changes: number, png: Blob, digest: string, made: Made, blank: boolean, kept: Kept}} Packed a mask as of one
 *   moment, ready to be sent
 * @typedef {Pick<LocalDraft, 'basedOn' | 'sent' | 'revision' | 'url'>} Place where a mask belongs
 */

/** A painting on this device: the mask and the steps that led to it, packed by the worker and written together. */
export class Keeping {
  #trail = new Trail();
  /** What was packed last. @type {Packed | null} */
  #packed = null;
  /** @type {Promise<Packed> | null} */
  #packing = null;

  /**
   * @param {Encoder} encoder
   * @param {LocalDrafts} local
   */
  constructor(encoder, local) {
    this.encoder = encoder;
    this.local = local;
  }

  /**
   * @param {Painting} painting
   * @param {() => Place} place
   * @returns {Promise<Packed | null>} what is painted now, kept; null in the middle of a stroke
   * @throws as {@link keep}
   */
  async latest(painting, place) {
    while (this.#packing) await this.#packing.catch(() => null);
    if (painting.busy) return null;
    if (this.#packed?.changes === painting.changes) return this.#packed;
    this.#packing = this.keep(painting, place()).finally(() => (this.#packing = null));
    this.#packed = await this.#packing;
    return this.#packed;
  }

  /** What was packed last belongs elsewhere now. */
  anew() {
    this.#packed = null;
  }

  /**
   * @param {Painting} painting read at once; one may go on painting
   * @param {Place} place
   * @returns {Promise<Packed>}
   * @throws where the worker has stopped; the next call starts another
   */
  async keep({ mask, made, empty: blank, changes, history: { steps } }, place) {
    const fresh = this.#trail.fresh(steps);
    const { png, digest: of, steps: packed } = await this.encoder.keep(mask, fresh);
    const draft = { png, made, blank, digest: of, at: Date.now(), ...place };
    let kept = await this.#write(draft, steps, packed);
    if (kept === 'torn') {
      this.#trail.lost();
      kept = await this.#write(draft, steps, await this.encoder.pack(this.#trail.fresh(steps)));
    }
    return { changes, png, digest: of, made, blank, kept: kept === 'torn' ? 'nothing' : kept };
  }

  /**
   * @param {LocalDraft} draft
   * @param {Steps} steps
   * @param {KeptStep[]} packed those that were not kept yet
   */
  async #write(draft, steps, packed) {
    const kept = await this.local.keep(draft, this.#trail.head(steps, packed, draft.digest), packed);
    if (kept === 'all') this.#trail.kept(packed);
    else this.#trail.lost();
    return kept;
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
