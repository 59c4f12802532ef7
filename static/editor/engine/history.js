import { union } from './rect.js';
import { Tiles, bits, flip } from './tiles.js';

/** @import { Mask } from './mask.js' */
/** @import { Point } from './raster.js' */
/** @import { Rect } from './rect.js' */

/** 64 MB hold about 330 strokes of a 400 px brush on a 24 MP photo (measured: 198 KB a stroke). */
const CAP = 64 * 2 ** 20;

/** What an entry weighs beside its tiles' bytes: a Map slot and an array header each. */
const TILE_OVERHEAD = 128;

/**
 * One undoable change: of each tile it touched, which bits it flipped. Undo and redo are the same act, flipping them,
 * so an entry never changes and can be kept elsewhere as it is (trail.js).
 *
 * @typedef {{label: string, tiles: Map<number, Uint8Array>, bytes: number}} Entry
 * @typedef {{undo: Entry[], redo: Entry[], cut?: boolean}} Steps the oldest first; `cut` where still older ones are gone
 */

/**
 * Undo by what each change flipped.
 *
 * Call {@link History.keep} with the rectangle about to be written, any number of times, then {@link History.commit}
 * or {@link History.revert}.
 */
export class History {
  /** @type {Map<number, Uint8Array>} */
  #open = new Map();
  /** @type {Entry[]} */
  #undo = [];
  /** @type {Entry[]} */
  #redo = [];
  #bytes = 0;
  /** How many of the oldest steps have been let go to stay under the cap. */
  forgotten = 0;

  /**
   * @param {Mask} mask
   * @param {number} [cap] bytes kept at most; the oldest entries go first
   */
  constructor(mask, cap = CAP) {
    this.tiles = new Tiles(mask);
    this.cap = cap;
    /** How many pixels are painted, as of the last commit, undo or redo. */
    this.painted = mask.count();
  }

  /** Memory held by undo and redo entries. */
  get bytes() {
    return this.#bytes;
  }

  /** @returns {string | null} what undo would take back */
  get undoLabel() {
    return this.#undo.at(-1)?.label ?? null;
  }

  /** @returns {string | null} what redo would bring back */
  get redoLabel() {
    return this.#redo.at(-1)?.label ?? null;
  }

  /** @returns {Entry | null} the step that undo would take back */
  get last() {
    return this.#undo.at(-1) ?? null;
  }

  /**
   * Flips back what these steps did, in a change of its own; all they touched was kept for it.
   *
   * @param {readonly Entry[]} entries the last ones
   */
  turnBack(entries) {
    for (const { tiles } of entries) {
      for (const [key, by] of tiles) {
        const tile = this.tiles.read(key);
        flip(tile, by);
        this.tiles.write(key, tile);
      }
    }
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {Point} point in image pixels
   * @returns {boolean} whether the pixel there is other by these steps together
   */
  flipped(entries, point) {
    const place = this.tiles.at(point);
    if (!place) return false;
    const byte = entries.reduce((sum, { tiles }) => sum ^ (tiles.get(place.key)?.[place.byte] ?? 0), 0);
    return (byte & place.bit) !== 0;
  }

  /**
   * Remembers the tiles under `rect`, which is about to be written; the rectangle is inside the picture.
   *
   * @param {Rect} rect
   */
  keep(rect) {
    this.tiles.under(rect, (key) => {
      if (!this.#open.has(key)) this.#open.set(key, this.tiles.read(key));
    });
  }

  /**
   * Closes the change. One that left every pixel as it was is forgotten.
   *
   * @param {string} label what it was, in a person's words
   * @returns {boolean} whether anything changed
   */
  commit(label) {
    /** @type {Map<number, Uint8Array>} */
    const tiles = new Map();
    for (const [key, tile] of this.#open) {
      const now = this.tiles.read(key);
      this.painted += bits(now) - bits(tile);
      if (flip(tile, now)) tiles.set(key, tile);
    }
    this.#open = new Map();
    if (tiles.size === 0) return false;
    for (const { bytes } of this.#redo.splice(0)) this.#bytes -= bytes;
    const entry = { label, tiles, bytes: weight(tiles) };
    this.#undo.push(entry);
    this.#bytes += entry.bytes;
    this.#forget();
    return true;
  }

  #forget() {
    while (this.#bytes > this.cap && this.#undo.length > 1) {
      this.#bytes -= /** @type {Entry} */ (this.#undo.shift()).bytes;
      this.forgotten += 1;
    }
  }

  /** @returns {Steps} all there are now */
  get steps() {
    return { undo: [...this.#undo], redo: [...this.#redo], cut: this.forgotten > 0 };
  }

  /**
   * Puts the steps of an earlier visit, which led to the mask this history began with, beneath those taken since.
   *
   * @param {Steps} steps
   * @returns {boolean} false where they are of no such mask; nothing is taken then
   */
  recall({ undo, redo, cut }) {
    if (![...undo, ...redo].every(({ tiles }) => [...tiles].every(([key, tile]) => this.tiles.fits(key, tile)))) return false;
    if (cut) this.forgotten += 1;
    const untouched = this.#undo.length + this.#redo.length === 0;
    this.#undo.unshift(...undo);
    if (untouched) this.#redo = [...redo];
    this.#bytes = [...this.#undo, ...this.#redo].reduce((sum, { bytes }) => sum + bytes, 0);
    this.#forget();
    return true;
  }

  /** @returns {Rect | null} what was put back of the change in progress */
  revert() {
    const rect = this.#restore(this.#open);
    this.#open = new Map();
    return rect;
  }

  /** @returns {Rect | null} what changed, null when there is nothing to undo */
  undo() {
    return this.#move(this.#undo, this.#redo);
  }

  /** @returns {Rect | null} what changed, null when there is nothing to redo */
  redo() {
    return this.#move(this.#redo, this.#undo);
  }

  /**
   * @param {Entry[]} from
   * @param {Entry[]} to
   * @returns {Rect | null}
   */
  #move(from, to) {
    const entry = from.pop();
    if (!entry) return null;
    const tiles = new Map([...entry.tiles].map(([key, flipped]) => [key, this.#flipped(key, flipped)]));
    to.push(entry);
    return this.#restore(tiles);
  }

  /**
   * @param {number} key
   * @param {Uint8Array} by which bits to flip
   * @returns {Uint8Array} the tile as it will be
   */
  #flipped(key, by) {
    const tile = this.tiles.read(key);
    this.painted -= bits(tile);
    flip(tile, by);
    this.painted += bits(tile);
    return tile;
  }

  /**
   * @param {Map<number, Uint8Array>} tiles
   * @returns {Rect | null}
   */
  #restore(tiles) {
    /** @type {Rect | null} */
    let rect = null;
    for (const [key, tile] of tiles) {
      this.tiles.write(key, tile);
      rect = union(rect, this.tiles.bounds(key));
    }
    return rect;
  }
}

/** @param {Map<number, Uint8Array>} tiles */
export function weight(tiles) {
  let bytes = 0;
  for (const tile of tiles.values()) bytes += tile.length + TILE_OVERHEAD;
  return bytes;
}
