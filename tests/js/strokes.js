import { brush } from '../../static/editor/tools/brush.js';

/** @import { Painting } from '../../static/editor/engine/painting.js' */
/** @import { Point } from '../../static/editor/engine/raster.js' */

/**
 * Strokes of the round brush, without a hand or a stage.
 *
 * @param {Painting} painting
 * @param {Point} point
 * @param {number} radius
 * @param {{from?: Point | null, adds?: boolean}} [more] `from` where it is a straight line from there
 */
export function begin(painting, point, radius, { from = null, adds = true } = {}) {
  const outline = /** @type {any} */ (null);
  const stroke = brush.begin({ painting, outline, point, radius, from, adds, shift: from !== null, near: 0 });
  return { move: (/** @type {Point} */ to) => stroke.move(to, { shift: false, radius }), end: () => stroke.end(), cancel: () => stroke.cancel() };
}
