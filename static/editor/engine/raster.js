/** @import { Mask } from './mask.js' */
/** @import { Rect } from './rect.js' */

/**
 * A point in image pixels; (0, 0) is the picture's top left corner, so the first pixel's centre is (0.5, 0.5).
 *
 * @typedef {{x: number, y: number}} Point
 */

/**
 * The one rule of the brush: a pixel is painted if and only if its centre is within `radius` of the segment a-b.
 *
 * @param {number} x the pixel
 * @param {number} y
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 * @returns {boolean}
 */
export function covers(x, y, a, b, radius) {
  const alongX = b.x - a.x;
  const alongY = b.y - a.y;
  const fromX = x + 0.5 - a.x;
  const fromY = y + 0.5 - a.y;
  const length2 = alongX * alongX + alongY * alongY;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) / length2));
  const awayX = fromX - t * alongX;
  const awayY = fromY - t * alongY;
  return awayX * awayX + awayY * awayY <= radius * radius;
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 * @returns {Rect} whole pixels around the capsule, not clipped to any picture
 */
export function capsuleBounds(a, b, radius) {
  return {
    left: Math.floor(Math.min(a.x, b.x) - radius - 0.5),
    top: Math.floor(Math.min(a.y, b.y) - radius - 0.5),
    right: Math.ceil(Math.max(a.x, b.x) + radius + 0.5),
    bottom: Math.ceil(Math.max(a.y, b.y) + radius + 0.5),
  };
}

/**
 * Sets or clears every pixel within `radius` of the segment a-b.
 *
 * A capsule is convex, so each row holds one run of it. Its ends come from the geometry and are then moved until
 * {@link covers} agrees, which makes the fill exact whatever the rounding did.
 *
 * @param {Mask} mask
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 * @param {boolean} on
 */
export function capsule(mask, a, b, radius, on) {
  const bounds = capsuleBounds(a, b, radius);
  const bottom = Math.min(mask.height, bounds.bottom);
  const run = { from: 0, to: 0 };
  for (let y = Math.max(0, bounds.top); y < bottom; y += 1) {
    run.from = Infinity;
    run.to = -Infinity;
    acrossDisc(run, y + 0.5, a, radius);
    acrossDisc(run, y + 0.5, b, radius);
    acrossBand(run, y + 0.5, a, b, radius);
    if (run.from > run.to) continue;
    let first = Math.ceil(run.from - 0.5);
    let last = Math.floor(run.to - 0.5);
    while (covers(first - 1, y, a, b, radius)) first -= 1;
    while (first <= last && !covers(first, y, a, b, radius)) first += 1;
    while (covers(last + 1, y, a, b, radius)) last += 1;
    while (first <= last && !covers(last, y, a, b, radius)) last -= 1;
    first = Math.max(0, first);
    last = Math.min(mask.width - 1, last);
    if (first <= last) mask.span(y, first, last, on);
  }
}

/** @typedef {{from: number, to: number}} Run */

/**
 * Widens `run` by where the line y crosses the disc.
 *
 * @param {Run} run
 * @param {number} y
 * @param {Point} centre
 * @param {number} radius
 */
function acrossDisc(run, y, centre, radius) {
  const away = y - centre.y;
  const half2 = radius * radius - away * away;
  // A line that only touches the disc may come out a hair outside; covers() has the last word.
  if (half2 < -1e-9 * (1 + radius * radius)) return;
  widen(run, centre.x, Math.sqrt(Math.max(0, half2)));
}

/**
 * Widens `run` by where the line y crosses the rectangle between the two discs: clips the line's parameter to
 * `0 <= t <= 1` along the segment and `-radius <= s <= radius` across it.
 *
 * @param {Run} run
 * @param {number} y
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 */
function acrossBand(run, y, a, b, radius) {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return;
  const ux = (b.x - a.x) / length;
  const uy = (b.y - a.y) / length;
  const along = between(ux, (y - a.y) * uy, 0, length);
  const across = between(-uy, (y - a.y) * ux, -radius, radius);
  const from = Math.max(along.from, across.from);
  const to = Math.min(along.to, across.to);
  if (from > to) return;
  run.from = Math.min(run.from, a.x + from);
  run.to = Math.max(run.to, a.x + to);
}

/**
 * @param {number} slope
 * @param {number} offset
 * @param {number} low
 * @param {number} high
 * @returns {Run} the v with `low <= slope * v + offset <= high`
 */
function between(slope, offset, low, high) {
  if (Math.abs(slope) < 1e-12) {
    return offset >= low && offset <= high ? { from: -Infinity, to: Infinity } : { from: Infinity, to: -Infinity };
  }
  const one = (low - offset) / slope;
  const other = (high - offset) / slope;
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/**
 * @param {Run} run
 * @param {number} centre
 * @param {number} half
 */
function widen(run, centre, half) {
  run.from = Math.min(run.from, centre - half);
  run.to = Math.max(run.to, centre + half);
}
