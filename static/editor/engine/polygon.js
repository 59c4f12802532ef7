/** @import { Mask } from './mask.js' */
/** @import { Point } from './raster.js' */
/** @import { Rect } from './rect.js' */

/**
 * @param {readonly Point[]} points at least one
 * @returns {Rect} whole pixels around them, not clipped to any picture
 */
export function polygonBounds(points) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left: Math.floor(left), top: Math.floor(top), right: Math.ceil(right), bottom: Math.ceil(bottom) };
}

/**
 * Sets or clears every pixel whose centre is inside the closed polygon; what a loop goes round twice counts as inside.
 *
 * The edges are half open: a centre exactly on a left or upper edge is inside, on a right or lower one outside, so that
 * shapes with a common edge neither overlap nor leave a gap. Row by row, the edges that cross it are kept in order from
 * left to right; they hardly change places from one row to the next, so a row costs what it has crossings.
 *
 * @param {Mask} mask
 * @param {readonly Point[]} points
 * @param {boolean} on
 */
export function polygon(mask, points, on) {
  const waiting = edgesOf(points, mask.height);
  /** The edges across the row at hand, leftmost first. @type {Edge[]} */
  const across = [];
  let next = 0;
  let row = waiting[0]?.first ?? mask.height;
  while (next < waiting.length || across.length) {
    if (!across.length) row = waiting[next].first;
    for (; next < waiting.length && waiting[next].first === row; next += 1) across.push(waiting[next]);
    for (const edge of across) edge.column = columnAt(edge, row, mask.width);
    order(across);
    fillRow(mask, row, across, on);
    row += 1;
    drop(across, row);
  }
}

/**
 * An edge, its upper end first whichever way it was drawn, so that two shapes with a common edge compute the same.
 *
 * @typedef {{x: number, y: number, dx: number, dy: number, winds: 1 | -1, first: number, end: number, column: number}} Edge
 */

/**
 * @param {readonly Point[]} points
 * @param {number} height
 * @returns {Edge[]} those that cross the middle of a row of the picture, by their first row
 */
function edgesOf(points, height) {
  /** @type {Edge[]} */
  const edges = [];
  let a = points[points.length - 1];
  for (const b of points) {
    const down = a.y < b.y;
    const upper = down ? a : b;
    const lower = down ? b : a;
    const first = Math.max(0, Math.ceil(upper.y - 0.5));
    const end = Math.min(height, Math.ceil(lower.y - 0.5));
    if (first < end) {
      edges.push({ x: upper.x, y: upper.y, dx: lower.x - upper.x, dy: lower.y - upper.y, winds: down ? 1 : -1, first, end, column: 0 });
    }
    a = b;
  }
  return edges.sort((one, other) => one.first - other.first);
}

/**
 * @param {Edge} edge
 * @param {number} row
 * @param {number} width
 * @returns {number} the first pixel of the row whose centre is on the edge or right of it, from 0 to the width
 */
function columnAt(edge, row, width) {
  const fall = row + 0.5 - edge.y;
  let column = Math.ceil(edge.x + (fall * edge.dx) / edge.dy - 0.5);
  // The division may have rounded across a centre; the product has the last word.
  if (rightOf(edge, column - 1, fall)) column -= 1;
  else if (!rightOf(edge, column, fall)) column += 1;
  return Math.min(width, Math.max(0, column));
}

/**
 * @param {Edge} edge
 * @param {number} column
 * @param {number} fall from the edge's upper end to the row's middle
 * @returns {boolean} whether the pixel's centre is on the edge or right of it
 */
function rightOf(edge, column, fall) {
  return (column + 0.5 - edge.x) * edge.dy >= fall * edge.dx;
}

/**
 * Sorts by column where little is out of order.
 *
 * @param {Edge[]} edges
 */
function order(edges) {
  for (let at = 1; at < edges.length; at += 1) {
    const edge = edges[at];
    let to = at;
    for (; to > 0 && edges[to - 1].column > edge.column; to -= 1) edges[to] = edges[to - 1];
    edges[to] = edge;
  }
}

/**
 * @param {Mask} mask
 * @param {number} row
 * @param {readonly Edge[]} across in order
 * @param {boolean} on
 */
function fillRow(mask, row, across, on) {
  let winding = 0;
  let from = 0;
  for (const { column, winds } of across) {
    if (winding === 0) from = column;
    winding += winds;
    if (winding === 0 && column > from) mask.span(row, from, column - 1, on);
  }
}

/**
 * Takes out the edges that end above `row`.
 *
 * @param {Edge[]} edges
 * @param {number} row
 */
function drop(edges, row) {
  let kept = 0;
  for (const edge of edges) {
    if (edge.end > row) {
      edges[kept] = edge;
      kept += 1;
    }
  }
  edges.length = kept;
}
