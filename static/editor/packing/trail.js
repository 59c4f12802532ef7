import { weight } from '../engine/history.js';

/** @import { Entry, Steps } from '../engine/history.js' */

/**
 * Undo history as it is kept on this device, beside the draft.
 *
 * A step never changes once taken, so each is packed and written once; undo, redo and painting on only write a new
 * {@link Head}, which names the steps in their order and the mask they belong to.
 *
 * @typedef {{id: string, label: string, keys: number[], sizes: number[]}} Outline a step without its bits
 * @typedef {{outline: Outline, bits: Uint8Array}} Flat `bits` are its tiles, one after the other
 * @typedef {Outline & {packed: Uint8Array}} KeptStep
 * @typedef {{digest: string, undo: string[], redo: string[], cut: boolean, at: number}} Head `cut` where older
 *   steps found no room; `at` is when, to forget old ones
 */

/** Packed bytes kept for one photo at most; a stroke of a 400 px brush at 24 MP takes 3.5 KB (measured). */
const CAP = 16 * 2 ** 20;

/**
 * @param {string} id
 * @param {Entry} entry
 * @returns {Flat}
 */
export function flatten(id, { label, tiles }) {
  const parts = [...tiles.values()];
  const sizes = parts.map(({ length }) => length);
  const bits = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const part of parts) {
    bits.set(part, at);
    at += part.length;
  }
  return { outline: { id, label, keys: [...tiles.keys()], sizes }, bits };
}

/**
 * @param {Outline} outline
 * @param {Uint8Array} bits
 * @returns {Entry}
 */
export function unflatten({ label, keys, sizes }, bits) {
  let at = 0;
  const tiles = new Map(
    keys.map((key, index) => {
      const tile = bits.slice(at, at + sizes[index]);
      at += sizes[index];
      return [key, tile];
    }),
  );
  return { label, tiles, bytes: weight(tiles) };
}

/** Which steps of one painting are on this device already. */
export class Trail {
  /** @type {WeakMap<Entry, string>} */
  #ids = new WeakMap();
  /** Packed bytes by id. @type {Map<string, number>} */
  #kept = new Map();
  #taken = 0;
  #cap;
  /** Steps of two tabs never have the same name. */
  #tab = Math.random().toString(36).slice(2);

  /** @param {number} [cap] packed bytes kept at most; the oldest steps go first */
  constructor(cap = CAP) {
    this.#cap = cap;
  }

  /**
   * @param {Steps} steps
   * @returns {Flat[]} those that are to be written yet
   */
  fresh({ undo, redo }) {
    const wanted = [...undo, ...redo].map((entry) => /** @type {const} */ ([this.#id(entry), entry]));
    return wanted.filter(([id]) => !this.#kept.has(id)).map(([id, entry]) => flatten(id, entry));
  }

  /**
   * @param {Steps} steps
   * @param {KeptStep[]} packed the fresh ones
   * @param {string} digest of the mask they led to
   * @returns {Head} names as many of the newest as there is room for
   */
  head({ undo, redo, cut }, packed, digest) {
    const sizes = new Map([...this.#kept, ...packed.map((step) => /** @type {const} */ ([step.id, step.packed.length]))]);
    let room = this.#cap;
    const fits = (/** @type {string} */ id) => (room -= sizes.get(id) ?? 0) >= 0;
    const names = (/** @type {Entry[]} */ entries) => entries.map((entry) => this.#id(entry));
    // The steps next in turn, last in both lists, come first.
    const newest = (/** @type {string[]} */ ids) => {
      const first = ids.findLastIndex((id) => !fits(id)) + 1;
      return ids.slice(first);
    };
    const named = newest(names(undo));
    return { digest, undo: named, redo: newest(names(redo)), cut: Boolean(cut) || named.length < undo.length, at: Date.now() };
  }

  /** @param {KeptStep[]} packed that are on the device now */
  kept(packed) {
    for (const step of packed) this.#kept.set(step.id, step.packed.length);
  }

  /** What was written may be gone; all is written anew next time. */
  lost() {
    this.#kept.clear();
  }

  /**
   * @param {{head: Head, steps: KeptStep[]}} kept
   * @param {Uint8Array[]} bits of each of the steps
   * @returns {Steps | null} null where one is missing: those after it would make no sense
   */
  recall({ head, steps }, bits) {
    const entries = new Map(steps.map((step, at) => [step.id, unflatten(step, bits[at])]));
    const named = (/** @type {string[]} */ ids) => ids.map((id) => entries.get(id));
    const undo = named(head.undo);
    const redo = named(head.redo);
    if (![...undo, ...redo].every((entry) => entry !== undefined)) return null;
    for (const [id, entry] of entries) this.#ids.set(entry, id);
    this.kept(steps);
    return /** @type {Steps} */ ({ undo, redo, cut: head.cut });
  }

  /** @param {Entry} entry */
  #id(entry) {
    const known = this.#ids.get(entry) ?? `${this.#tab}-${(this.#taken += 1)}`;
    this.#ids.set(entry, known);
    return known;
  }
}
