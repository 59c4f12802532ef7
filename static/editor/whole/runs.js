/** @import { Mask } from '../engine/mask.js' */

/**
 * Runs of equal pixels in a row, a byte at a time where all eight are alike.
 */

/**
 * @param {Mask} mask
 * @param {number} y
 * @param {number} x where to begin
 * @param {number} end
 * @param {boolean} on
 * @returns {number} the first pixel from x on that is `on`, `end` where none before it is
 */
export function next(mask, y, x, end, on) {
  if (x >= end) return end;
  const { bytes, stride } = mask;
  const base = y * stride + 1;
  const flip = on ? 0 : 0xff;
  const last = base + ((end - 1) >> 3);
  let at = base + (x >> 3);
  let found = (bytes[at] ^ flip) & (0xff >> (x & 7));
  while (!found && at < last) {
    at += 1;
    found = bytes[at] ^ flip;
  }
  return found ? Math.min(end, (at - base) * 8 + Math.clz32(found) - 24) : end;
}

/**
 * @param {Mask} mask
 * @param {number} y
 * @param {number} x where to begin
 * @param {number} start
 * @param {boolean} on
 * @returns {number} the last pixel up to x that is `on`, `start - 1` where none from there on is
 */
export function previous(mask, y, x, start, on) {
  if (x < start) return start - 1;
  const { bytes, stride } = mask;
  const base = y * stride + 1;
  const flip = on ? 0 : 0xff;
  const first = base + (start >> 3);
  let at = base + (x >> 3);
  let found = (bytes[at] ^ flip) & (0xff << (7 - (x & 7)));
  while (!found && at > first) {
    at -= 1;
    found = bytes[at] ^ flip;
  }
  // The lowest bit is the rightmost pixel.
  return found ? Math.max(start - 1, (at - base) * 8 + Math.clz32(found & -found) - 24) : start - 1;
}
