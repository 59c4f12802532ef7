import { countBits } from './mask.js';
import { union } from './rect.js';

/** @import { Mask } from './mask.js' */
/** @import { Point } from './raster.js' */
/** @import { Rect } from './rect.js' */

/** Side of a tile in pixels; 256 bits are 32 bytes, so a tile is at most 8 KB. */
const SIDE = 256;
const TILE_ROW = SIDE / 8;

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
    this.mask = mask;
    this.cap = cap;
    this.columns = Math.ceil(mask.width / SIDE);
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
        const tile = this.#read(key);
        flip(tile, by);
        this.#write(key, tile);
      }
    }
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {Point} point in image pixels
   * @returns {boolean} whether the pixel there is other by these steps together
   */
  flipped(entries, { x, y }) {
    const { mask, columns } = this;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false;
    const key = Math.floor(row / SIDE) * columns + Math.floor(column / SIDE);
    const { left, top } = this.#bounds(key);
    const at = (row - top) * Math.min(TILE_ROW, mask.stride - 1 - left / 8) + ((column - left) >> 3);
    const byte = entries.reduce((sum, { tiles }) => sum ^ (tiles.get(key)?.[at] ?? 0), 0);
    return (byte & (128 >> (column & 7))) !== 0;
  }

  /**
   * Remembers the tiles under `rect`, which is about to be written; the rectangle is inside the picture.
   *
   * @param {Rect} rect
   */
  keep(rect) {
    const right = Math.floor((rect.right - 1) / SIDE);
    const bottom = Math.floor((rect.bottom - 1) / SIDE);
    for (let row = Math.floor(rect.top / SIDE); row <= bottom; row += 1) {
      for (let column = Math.floor(rect.left / SIDE); column <= right; column += 1) {
        const key = row * this.columns + column;
        if (!this.#open.has(key)) this.#open.set(key, this.#read(key));
      }
    }
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
      const now = this.#read(key);
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
    if (![...undo, ...redo].every(({ tiles }) => [...tiles].every(([key, tile]) => this.#fits(key, tile)))) return false;
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
    const tile = this.#read(key);
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
      this.#write(key, tile);
      rect = union(rect, this.#bounds(key));
    }
    return rect;
  }

  /**
   * @param {number} key
   * @returns {Rect}
   */
  #bounds(key) {
    const left = (key % this.columns) * SIDE;
    const top = Math.floor(key / this.columns) * SIDE;
    return {
      left,
      top,
      right: Math.min(this.mask.width, left + SIDE),
      bottom: Math.min(this.mask.height, top + SIDE),
    };
  }

  /**
   * Where each row of a tile lies in the mask's buffer.
   *
   * @param {number} key
   * @param {(start: number, length: number, row: number) => void} visit
   */
  #rows(key, visit) {
    const { left, top, bottom } = this.#bounds(key);
    const length = Math.min(TILE_ROW, this.mask.stride - 1 - left / 8);
    for (let y = top; y < bottom; y += 1) visit(y * this.mask.stride + 1 + left / 8, length, y - top);
  }

  /**
   * @param {number} key
   * @returns {number} bytes of a tile, which is cut off at the picture's right and bottom
   */
  #size(key) {
    const { left, top, bottom } = this.#bounds(key);
    return (bottom - top) * Math.min(TILE_ROW, this.mask.stride - 1 - left / 8);
  }

  /**
   * @param {number} key
   * @param {Uint8Array} tile
   */
  #fits(key, tile) {
    const inside = key >= 0 && key < this.columns * Math.ceil(this.mask.height / SIDE);
    return Number.isInteger(key) && inside && tile.length === this.#size(key);
  }

  /**
   * @param {number} key
   * @returns {Uint8Array} a copy of the tile's bits, rows without gaps
   */
  #read(key) {
    const tile = new Uint8Array(this.#size(key));
    const { bytes } = this.mask;
    this.#rows(key, (start, length, row) => tile.set(bytes.subarray(start, start + length), row * length));
    return tile;
  }

  /**
   * @param {number} key
   * @param {Uint8Array} tile
   */
  #write(key, tile) {
    const { bytes } = this.mask;
    this.#rows(key, (start, length, row) => bytes.set(tile.subarray(row * length, (row + 1) * length), start));
  }
}

/**
 * @param {Uint8Array} tile whose bits are flipped where those of `by` are set
 * @param {Uint8Array} by
 * @returns {boolean} whether any bit is set then
 */
function flip(tile, by) {
  let any = 0;
  for (let at = 0; at < tile.length; at += 1) any |= tile[at] ^= by[at];
  return any !== 0;
}

/** @param {Uint8Array} tile */
function bits(tile) {
  return countBits(tile, 0, tile.length);
}

/** @param {Map<number, Uint8Array>} tiles */
export function weight(tiles) {
  let bytes = 0;
  for (const tile of tiles.values()) bytes += tile.length + TILE_OVERHEAD;
  return bytes;
}
