/** @import { Mask } from '../engine/mask.js' */
/** @import { Rect } from '../engine/rect.js' */

/**
 * How many rows ago each column met a pixel that spreads, while a sweep goes over the rows.
 *
 * Columns are kept by eights, as their bits are: where none of the eight has met anything for n rows, all are skipped.
 */
export class Columns {
  /**
   * @param {Uint8Array} bits scanlines, 1 where a pixel spreads
   * @param {Mask} mask their size
   * @param {Rect} rect where they lie
   * @param {number} n how far they spread
   */
  constructor(bits, { stride }, rect, n) {
    this.bits = bits;
    this.stride = stride;
    this.rect = rect;
    this.never = n + 1;
    /** The first column's number, a multiple of 8. */
    this.left = rect.left & ~7;
    const blocks = Math.ceil((rect.right - this.left) / 8);
    this.ages = new Uint16Array(blocks * 8);
    /** The least age of each eight. */
    this.youngest = new Uint16Array(blocks);
    /** How far a pixel met so many rows ago reaches to each side in this row; -1 for not at all. */
    this.half = halves(n);
  }

  begin() {
    this.ages.fill(this.never);
    this.youngest.fill(this.never);
  }

  /** @param {number} y the next row of the sweep */
  meet(y) {
    const { ages, bits, never, youngest } = this;
    const inside = y >= this.rect.top && y < this.rect.bottom;
    const row = y * this.stride + 1 + this.left / 8;
    for (let block = 0; block < youngest.length; block += 1) {
      const met = inside ? bits[row + block] : 0;
      if (met) youngest[block] = 0;
      else if (youngest[block] < never) youngest[block] += 1;
      else continue;
      for (let bit = 0; bit < 8; bit += 1) {
        const at = block * 8 + bit;
        if ((met << bit) & 0x80) ages[at] = 0;
        else if (ages[at] < never) ages[at] += 1;
      }
    }
  }

  /**
   * Tells the runs of this row that are reached; they may overlap and lie outside the picture.
   *
   * @param {(left: number, right: number) => void} each `right` is included
   */
  reach(each) {
    this.#rightward(each);
    this.#leftward(each);
  }

  /**
   * From each column that reaches this row to as far right as it does.
   *
   * @param {(left: number, right: number) => void} each
   */
  #rightward(each) {
    const { ages, half, left, never, youngest } = this;
    let first = 0;
    let last = -1;
    for (let at = 0; at < ages.length; at += 1) {
      if (youngest[at >> 3] === never) {
        at |= 7;
        continue;
      }
      const most = at + half[ages[at]];
      if (most < at || most <= last) continue;
      if (at > last + 1) {
        if (first <= last) each(left + first, left + last);
        first = at;
      }
      last = most;
    }
    if (first <= last) each(left + first, left + last);
  }

  /** @param {(left: number, right: number) => void} each */
  #leftward(each) {
    const { ages, half, left, never, youngest } = this;
    let first = ages.length;
    let last = ages.length - 1;
    for (let at = last; at >= 0; at -= 1) {
      if (youngest[at >> 3] === never) {
        at &= ~7;
        continue;
      }
      const least = at - half[ages[at]];
      if (least > at || least >= first) continue;
      if (at < first - 1) {
        if (first <= last) each(left + first, left + last);
        last = at;
      }
      first = least;
    }
    if (first <= last) each(left + first, left + last);
  }
}

/**
 * @param {number} n
 * @returns {Int32Array} for each whole distance up to n + 1, the longest whole h with `distance² + h² <= n²`, or -1
 */
function halves(n) {
  const found = new Int32Array(n + 2);
  let half = n;
  for (let distance = 0; distance <= n + 1; distance += 1) {
    while (half >= 0 && distance * distance + half * half > n * n) half -= 1;
    found[distance] = half;
  }
  return found;
}
