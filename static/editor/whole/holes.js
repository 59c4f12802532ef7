import { Mask } from '../engine/mask.js';
import { extent } from './extent.js';
import { next, previous } from './runs.js';

/** @import { Rect } from '../engine/rect.js' */

/**
 * Paints every unpainted part from which no way over unpainted pixels (up, down, left, right) leads to the photo's
 * edge. A copy is flooded from outside, run by run; what stays dry is a hole.
 *
 * @param {Mask} mask changed in place
 * @returns {Rect | null} where pixels may have changed
 */
export function fillHoles(mask) {
  const painted = extent(mask);
  if (!painted) return null;
  const { width, height, stride, bytes } = mask;
  // Wider by a byte and a row, so that the water can run all around it; whole bytes, so that none is half flooded.
  const pool = {
    left: Math.max(0, painted.left - 8),
    top: Math.max(0, painted.top - 1),
    right: Math.min(width, painted.right + 8),
    bottom: Math.min(height, painted.bottom + 1),
  };
  const wet = new Mask(width, height, bytes.slice());
  flood(wet, pool);
  const from = 1 + pool.left / 8;
  const to = 1 + Math.ceil(pool.right / 8);
  const edge = 0xff << (Math.ceil(pool.right / 8) * 8 - pool.right);
  for (let row = pool.top * stride; row < pool.bottom * stride; row += stride) {
    for (let at = row + from; at < row + to - 1; at += 1) bytes[at] |= ~wet.bytes[at];
    bytes[row + to - 1] |= ~wet.bytes[row + to - 1] & edge;
  }
  return painted;
}

/**
 * Sets every unset pixel that can be reached from the pool's border.
 *
 * @param {Mask} mask
 * @param {Rect} pool
 */
function flood(mask, pool) {
  /** Runs to begin with: the row and a pixel of each. @type {number[]} */
  const springs = [];
  const well = (/** @type {number} */ y, /** @type {number} */ from, /** @type {number} */ to) => {
    if (y < pool.top || y >= pool.bottom) return;
    for (let x = next(mask, y, from, to, false); x < to; x = next(mask, y, next(mask, y, x, to, true), to, false)) {
      springs.push(y, x);
    }
  };
  well(pool.top, pool.left, pool.right);
  well(pool.bottom - 1, pool.left, pool.right);
  for (let y = pool.top; y < pool.bottom; y += 1) {
    well(y, pool.left, pool.left + 1);
    well(y, pool.right - 1, pool.right);
  }
  while (springs.length) {
    const x = /** @type {number} */ (springs.pop());
    const y = /** @type {number} */ (springs.pop());
    if (mask.get(x, y)) continue;
    const first = previous(mask, y, x, pool.left, true) + 1;
    const end = next(mask, y, x, pool.right, true);
    mask.span(y, first, end - 1, true);
    well(y - 1, first, end);
    well(y + 1, first, end);
  }
}
