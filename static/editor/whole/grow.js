/**
 * Growing and shrinking by a disc, exactly: grown by n, a pixel is painted if and only if its centre is within n of
 * the centre of a painted one. Shrinking takes away what is within n of an unpainted pixel. Beyond the photo's edge
 * all counts as painted, so a mask that reaches the edge stays there: what removes things needs it to.
 *
 * Only edges matter: the time goes with the length of the outline times n, and with the photo's size hardly at all.
 */

import { Columns } from './columns.js';
import { edges } from './edges.js';
import { extent, widened } from './extent.js';

/** @import { Mask } from '../engine/mask.js' */
/** @import { Rect } from '../engine/rect.js' */

/** @typedef {(fraction: number) => void} Progress told now and then, 0 to 1 */

/** Rows between two reports of progress. */
const STEP = 512;

/**
 * @param {Mask} mask changed in place
 * @param {number} n a whole number of pixels
 * @param {Progress} [tell]
 * @returns {Rect | null} where pixels may have changed
 */
export function grow(mask, n, tell = () => {}) {
  const painted = extent(mask);
  if (!painted) return null;
  const reached = widened(painted, n, mask);
  spread(mask, painted, reached, { n, on: true, tell });
  return reached;
}

/**
 * @param {Mask} mask changed in place
 * @param {number} n a whole number of pixels
 * @param {Progress} [tell]
 * @returns {Rect | null} where pixels may have changed
 */
export function shrink(mask, n, tell = () => {}) {
  const painted = extent(mask);
  if (!painted) return null;
  // From any painted pixel, the nearest unpainted one lies at most one pixel outside the painted part.
  spread(mask, widened(painted, 1, mask), painted, { n, on: false, tell });
  return painted;
}

/**
 * Spreads the pixels of `from` that are `on` by n, over those of `to`.
 *
 * One sweep down and one up: going over the rows, each column knows how many rows ago it met such a pixel, hence how
 * far that pixel reaches to both sides in this row.
 *
 * @param {Mask} mask
 * @param {Rect} from
 * @param {Rect} to
 * @param {{n: number, on: boolean, tell: Progress}} how
 */
function spread(mask, from, to, { n, on, tell }) {
  const columns = new Columns(edges(mask, on), mask, from, n);
  const first = Math.min(from.top, to.top);
  const rows = Math.max(from.bottom, to.bottom) - first;
  for (const half of [0, 1]) {
    columns.begin();
    for (let step = 0; step < rows; step += 1) {
      const y = first + (half ? rows - 1 - step : step);
      columns.meet(y);
      if (y >= to.top && y < to.bottom) columns.reach((left, right) => fill(mask, y, left, right, to, on));
      if (step % STEP === 0) tell((half + step / rows) / 2);
    }
  }
}

/**
 * @param {Mask} mask
 * @param {number} y
 * @param {number} left
 * @param {number} right included
 * @param {Rect} within
 * @param {boolean} on
 */
function fill(mask, y, left, right, within, on) {
  const first = Math.max(left, within.left);
  const last = Math.min(right, within.right - 1);
  if (first <= last) mask.span(y, first, last, on);
}
