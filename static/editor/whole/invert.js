/** @import { Mask } from '../engine/mask.js' */

/**
 * What was painted is not and the other way round; filter bytes and bits past the width stay 0.
 *
 * @param {Mask} mask changed in place
 */
export function invert({ width, stride, bytes }) {
  const edge = width % 8 ? (0xff << (8 - (width % 8))) & 0xff : 0xff;
  for (let row = 0; row < bytes.length; row += stride) {
    for (let at = row + 1; at < row + stride; at += 1) bytes[at] ^= 0xff;
    bytes[row + stride - 1] &= edge;
  }
}
