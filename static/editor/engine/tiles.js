import { countBits } from './mask.js';

/** @import { Mask } from './mask.js' */
/** @import { Point } from './raster.js' */
/** @import { Rect } from './rect.js' */

/** Side of a tile in pixels; 256 bits are 32 bytes, so a tile is at most 8 KB. */
const SIDE = 256;
const TILE_ROW = SIDE / 8;

/** A mask in tiles, from left to right and from the top down; a tile's number is its key. */
export class Tiles {
  /** @param {Mask} mask */
  constructor(mask) {
    this.mask = mask;
    this.columns = Math.ceil(mask.width / SIDE);
  }

  /**
   * @param {Rect} rect inside the picture
   * @param {(key: number) => void} visit each tile under it
   */
  under(rect, visit) {
    const right = Math.floor((rect.right - 1) / SIDE);
    const bottom = Math.floor((rect.bottom - 1) / SIDE);
    for (let row = Math.floor(rect.top / SIDE); row <= bottom; row += 1) {
      for (let column = Math.floor(rect.left / SIDE); column <= right; column += 1) visit(row * this.columns + column);
    }
  }

  /**
   * @param {Point} point in image pixels
   * @returns {{key: number, byte: number, bit: number} | null} where its pixel lies; null outside the picture
   */
  at({ x, y }) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= this.mask.width || row >= this.mask.height) return null;
    const key = Math.floor(row / SIDE) * this.columns + Math.floor(column / SIDE);
    const { left, top } = this.bounds(key);
    return { key, byte: (row - top) * this.#width(left) + ((column - left) >> 3), bit: 128 >> (column & 7) };
  }

  /**
   * @param {number} key
   * @returns {Rect}
   */
  bounds(key) {
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
    const { left, top, bottom } = this.bounds(key);
    const length = this.#width(left);
    for (let y = top; y < bottom; y += 1) visit(y * this.mask.stride + 1 + left / 8, length, y - top);
  }

  /**
   * @param {number} key
   * @returns {number} bytes of a tile, which is cut off at the picture's right and bottom
   */
  #size(key) {
    const { left, top, bottom } = this.bounds(key);
    return (bottom - top) * this.#width(left);
  }

  /**
   * @param {number} left of a tile
   * @returns {number} bytes of its rows
   */
  #width(left) {
    return Math.min(TILE_ROW, this.mask.stride - 1 - left / 8);
  }

  /**
   * @param {number} key
   * @param {Uint8Array} tile
   * @returns {boolean} whether there is such a tile and it is of that size
   */
  fits(key, tile) {
    const inside = key >= 0 && key < this.columns * Math.ceil(this.mask.height / SIDE);
    return Number.isInteger(key) && inside && tile.length === this.#size(key);
  }

  /**
   * @param {number} key
   * @returns {Uint8Array} a copy of the tile's bits, rows without gaps
   */
  read(key) {
    const tile = new Uint8Array(this.#size(key));
    const { bytes } = this.mask;
    this.#rows(key, (start, length, row) => tile.set(bytes.subarray(start, start + length), row * length));
    return tile;
  }

  /**
   * @param {number} key
   * @param {Uint8Array} tile
   */
  write(key, tile) {
    const { bytes } = this.mask;
    this.#rows(key, (start, length, row) => bytes.set(tile.subarray(row * length, (row + 1) * length), start));
  }
}

/**
 * @param {Uint8Array} tile whose bits are flipped where those of `by` are set
 * @param {Uint8Array} by
 * @returns {boolean} whether any bit is set then
 */
export function flip(tile, by) {
  let any = 0;
  for (let at = 0; at < tile.length; at += 1) any |= tile[at] ^= by[at];
  return any !== 0;
}

/** @param {Uint8Array} tile */
export function bits(tile) {
  return countBits(tile, 0, tile.length);
}
