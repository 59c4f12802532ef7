import { distance, fillArea } from './tool.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Tool } from './tool.js' */

/**
 * From corner to corner; a square while Shift is held.
 *
 * @type {Tool}
 */
export const rectangle = {
  name: 'rectangle',
  round: false,
  dots: false,
  begin({ painting, outline, point, adds, near }) {
    let corner = point;
    return {
      move(to, { shift }) {
        corner = shift ? squared(point, to) : to;
        outline.draw(corners(point, corner), true);
      },
      end() {
        outline.clear();
        // A click is no rectangle; a speck nobody sees would be paid for.
        if (distance(point, corner) < near / 2) return null;
        return fillArea(painting, corners(point, corner), adds, 'rectangle');
      },
      cancel: () => outline.clear(),
    };
  },
};

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {Point[]}
 */
function corners(a, b) {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}

/**
 * @param {Point} from
 * @param {Point} to
 * @returns {Point} as far along both axes as it is along the longer one
 */
function squared(from, to) {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return { x: from.x + Math.sign(to.x - from.x || 1) * side, y: from.y + Math.sign(to.y - from.y || 1) * side };
}
