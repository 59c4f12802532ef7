/**
 * The mask: one bit a pixel, 1 = erase, most significant bit leftmost.
 *
 * Its rows already are PNG scanlines (a filter byte 0, then the bits), so a file is this buffer deflated between
 * a header and a trailer, and nothing ever has to be read back from a canvas. Bits past the width stay 0.
 */
export class Mask {
  /**
   * @param {number} width in upright pixels
   * @param {number} height in upright pixels
   * @param {Uint8Array} [bytes] scanlines to begin with, not copied; blank when left out
   */
  constructor(width, height, bytes = new Uint8Array(strideOf(width) * height)) {
    this.width = width;
    this.height = height;
    /** Bytes a row, the filter byte included. */
    this.stride = strideOf(width);
    this.bytes = bytes;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {0 | 1} the pixel, 0 outside the picture
   */
  get(x, y) {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return 0;
    return /** @type {0 | 1} */ ((this.bytes[y * this.stride + 1 + (x >> 3)] >> (7 - (x & 7))) & 1);
  }

  /**
   * Sets or clears the pixels `first..last` of row `y`, both included; the caller has clipped them to the picture.
   *
   * @param {number} y
   * @param {number} first
   * @param {number} last
   * @param {boolean} on
   */
  span(y, first, last, on) {
    const row = y * this.stride + 1;
    const start = row + (first >> 3);
    const end = row + (last >> 3);
    const head = 0xff >> (first & 7);
    const tail = (0xff << (7 - (last & 7))) & 0xff;
    if (start === end) {
      this.#blend(start, head & tail, on);
      return;
    }
    this.#blend(start, head, on);
    this.bytes.fill(on ? 0xff : 0, start + 1, end);
    this.#blend(end, tail, on);
  }

  /**
   * @param {number} at
   * @param {number} bits
   * @param {boolean} on
   */
  #blend(at, bits, on) {
    if (on) this.bytes[at] |= bits;
    else this.bytes[at] &= ~bits;
  }

  /** @returns {number} how many pixels are set; walks the whole buffer */
  count() {
    return countBits(this.bytes, 0, this.bytes.length);
  }
}

/**
 * @param {number} width in pixels
 * @returns {number} bytes of one scanline: the filter byte and the bits
 */
export function strideOf(width) {
  return 1 + Math.ceil(width / 8);
}

const BITS_SET = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0;
  for (let rest = byte; rest; rest &= rest - 1) bits += 1;
  return bits;
});

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 * @returns {number} how many bits are 1 in `bytes[start..end)`
 */
export function countBits(bytes, start, end) {
  // Words begin at multiples of 4.
  const from = start + (-(bytes.byteOffset + start) & 3);
  if (end - from < 4) return countBytes(bytes, start, end);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + from, (end - from) >> 2);
  return countWords(words) + countBytes(bytes, start, from) + countBytes(bytes, from + words.length * 4, end);
}

/**
 * Four bytes at a time: bits are added in pairs, the pairs in fours, the fours in bytes.
 *
 * @param {Uint32Array} words
 */
function countWords(words) {
  let total = 0;
  for (let at = 0; at < words.length; at += 1) {
    let bits = words[at];
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
    total += Math.imul(bits, 0x01010101) >>> 24;
  }
  return total;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function countBytes(bytes, start, end) {
  let total = 0;
  for (let at = start; at < end; at += 1) total += BITS_SET[bytes[at]];
  return total;
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {boolean}
 */
export function same(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
