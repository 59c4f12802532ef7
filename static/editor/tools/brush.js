/** @import { Painting } from '../painting.js' */
/** @import { Point } from '../raster.js' */

/**
 * A tool turns pointer positions, in image pixels, into changes of the painting. It hands out one stroke per
 * pointer-down; `from` is where the last one ended, given when the person wants a straight line from there.
 *
 * @typedef {{move: (point: Point) => void, end: () => void, cancel: () => void}} Stroke
 * @typedef {(painting: Painting, start: Point, radius: number, from: Point | null) => Stroke} Begin
 * @typedef {{name: string, begin: Begin}} Tool
 */

/**
 * @param {string} name
 * @param {string} label what undo calls one stroke of it
 * @param {boolean} on whether it paints or clears
 * @returns {Tool}
 */
export function roundTool(name, label, on) {
  return {
    name,
    begin(painting, start, radius, from) {
      let last = start;
      painting.draw(from ?? start, start, radius, on);
      return {
        move(point) {
          if (point.x === last.x && point.y === last.y) return;
          painting.draw(last, point, radius, on);
          last = point;
        },
        end: () => painting.commit(label),
        cancel: () => painting.revert(),
      };
    },
  };
}

export const brush = roundTool('brush', 'stroke', true);
