import { countBits } from './mask.js';
import { union } from './rect.js';

/** @import { Mask } from './mask.js' */
/** @import { Rect } from './rect.js' */

/** Side of a tile in pixels; 256 bits are 32 bytes, so a tile is at most 8 KB. */
const SIDE = 256;
const TILE_ROW = SIDE / 8;

/** 64 MB hold about 330 strokes of a 400 px brush on a 24 MP photo (measured: 198 KB a stroke). */
const CAP = 64 * 2 ** 20;

/** What an entry weighs beside its tiles' bytes: a Map slot and an array header each. */
const TILE_OVERHEAD = 128;

/**
 * One undoable change. Undo and redo are the same act: swap the kept tiles with the mask's.
 *
 * @typedef {{label: string, tiles: Map<number, Uint8Array>, bytes: number}} Entry
 */

/**
 * Undo by before-images of the tiles a change touches.
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
    const tiles = new Map([...this.#open].filter(([key, before]) => !same(before, this.#read(key))));
    this.#open = new Map();
    if (tiles.size === 0) return false;
    for (const [key, before] of tiles) this.painted += bits(this.#read(key)) - bits(before);
    for (const entry of this.#redo.splice(0)) this.#bytes -= entry.bytes;
    const bytes = [...tiles.values()].reduce((sum, tile) => sum + tile.length + TILE_OVERHEAD, 0);
    this.#undo.push({ label, tiles, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.cap && this.#undo.length > 1) {
      this.#bytes -= /** @type {Entry} */ (this.#undo.shift()).bytes;
    }
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
    const now = new Map([...entry.tiles.keys()].map((key) => [key, this.#read(key)]));
    for (const [key, before] of entry.tiles) this.painted += bits(before) - bits(/** @type {Uint8Array} */ (now.get(key)));
    const rect = this.#restore(entry.tiles);
    entry.tiles = now;
    to.push(entry);
    return rect;
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
   * @returns {Uint8Array} a copy of the tile's bits, rows without gaps
   */
  #read(key) {
    const { left, top, bottom } = this.#bounds(key);
    const tile = new Uint8Array((bottom - top) * Math.min(TILE_ROW, this.mask.stride - 1 - left / 8));
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
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function same(a, b) {
  return a.every((byte, at) => byte === b[at]);
}

/** @param {Uint8Array} tile */
function bits(tile) {
  return countBits(tile, 0, tile.length);
}
