/** @import { Mask } from '../engine/mask.js' */

/**
 * The pixels that have a value and a neighbour (up, down, left, right) of the other one. Whatever lies outside and is
 * nearest to any pixel of that value is nearest to one of these.
 *
 * @param {Mask} mask
 * @param {boolean} on the value
 * @returns {Uint8Array} scanlines, a bit 1 where such a pixel is; bits past the width are 0
 */
export function edges({ width, height, stride, bytes }, on) {
  const flip = on ? 0 : 0xff;
  const found = new Uint8Array(bytes.length);
  const tail = width % 8 ? (0xff << (8 - (width % 8))) & 0xff : 0xff;
  for (let y = 0; y < height; y += 1) {
    const first = y * stride + 1;
    const last = first + stride - 2;
    for (let at = first; at <= last; at += 1) {
      const here = bytes[at] ^ flip;
      if (here === 0) continue;
      // Beyond the picture all is as the pixel itself.
      const up = y > 0 ? bytes[at - stride] ^ flip : 0xff;
      const down = y < height - 1 ? bytes[at + stride] ^ flip : 0xff;
      const before = at > first ? bytes[at - 1] ^ flip : 0xff;
      const after = at < last ? bytes[at + 1] ^ flip : 0xff;
      const left = (here >> 1) | (before << 7);
      const right = (here << 1) | (after >> 7);
      found[at] = here & ~(up & down & left & right);
    }
    found[last] &= tail;
  }
  return found;
}
