/** @import { Mask } from '../engine/mask.js' */
/** @import { Rect } from '../engine/rect.js' */

/**
 * Where something is painted, to the byte: its left and right edges are multiples of 8, or the picture's edge.
 *
 * @param {Mask} mask
 * @returns {Rect | null} null when nothing is
 */
export function extent({ width, height, stride, bytes }) {
  let left = stride;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y += 1) {
    const first = y * stride + 1;
    const end = first + stride - 1;
    let from = first;
    while (from < end && bytes[from] === 0) from += 1;
    if (from === end) continue;
    let to = end - 1;
    while (bytes[to] === 0) to -= 1;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, from - first);
    right = Math.max(right, to - first);
  }
  return top < 0 ? null : { left: left * 8, top, right: Math.min(width, right * 8 + 8), bottom: bottom + 1 };
}

/**
 * @param {Rect} rect
 * @param {number} margin
 * @param {Mask} within
 * @returns {Rect} wider by the margin on each side, as far as the picture reaches
 */
export function widened({ left, top, right, bottom }, margin, { width, height }) {
  return {
    left: Math.max(0, left - margin),
    top: Math.max(0, top - margin),
    right: Math.min(width, right + margin),
    bottom: Math.min(height, bottom + margin),
  };
}
