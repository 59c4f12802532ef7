import { distance } from './tool.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Tool } from './tool.js' */

/**
 * A place where an object is to be found: pressed, or boxed from corner to corner. `more` of what was just found, where
 * Shift was held.
 *
 * @typedef {{corners: [Point] | [Point, Point], adds: boolean, more: boolean}} Wish
 */

/**
 * A press asks for the object there, a box for what is in it. What comes of it arrives later; the stroke makes nothing.
 *
 * @param {(wish: Wish) => void} ask
 * @returns {Tool}
 */
export function selectTool(ask) {
  return {
    name: 'select',
    round: false,
    dots: false,
    begin({ outline, point, adds, near, shift }) {
      let corner = point;
      return {
        move(to) {
          corner = to;
          outline.draw([point, { x: to.x, y: point.y }, to, { x: point.x, y: to.y }], true);
        },
        end() {
          outline.clear();
          ask({ corners: distance(point, corner) < near ? [point] : [point, corner], adds, more: shift });
          return null;
        },
        cancel: () => outline.clear(),
      };
    },
  };
}
