/** @import { Outline } from '../view/outline.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Point } from '../engine/raster.js' */

/**
 * The seam between hand and tools. All places are in image pixels, floats, and may lie outside the picture.
 *
 * A tool hands out one {@link Stroke} per pointer-down. One whose shape takes several keeps a {@link Draft} meanwhile.
 * `round` tools paint with the brush and show its ring; `dots` tools are done with one press where there is no
 * dragging (the keyboard's crosshair), the others begin at one press and end at the next.
 *
 * @typedef {{
 *   name: string,
 *   round: boolean,
 *   dots: boolean,
 *   draft?: Draft | null,
 *   begin: (start: Start) => Stroke,
 * }} Tool
 */

/**
 * How the pointer is held at one moment: Shift keeps to an axis or a square; the radius follows a pen's pressure.
 *
 * @typedef {{shift: boolean, radius: number}} Grip
 */

/**
 * What a stroke begins with: `adds` or takes away; `from` is where the last line ended; places nearer to each other
 * than `near` are one place to the hand.
 *
 * @typedef {Grip & {painting: Painting, outline: Outline, point: Point, from: Point | null, adds: boolean, near: number}} Start
 */

/**
 * What came of a stroke: a line of dots, each with its radius, or the outline of an area.
 *
 * @typedef {{shape: 'line' | 'area', adds: boolean, points: (Point & {radius: number})[]}} Mark
 */

/**
 * `end` answers null where nothing came of it, or nothing yet.
 *
 * @typedef {{move: (point: Point, grip: Grip) => void, end: () => Mark | null, cancel: () => void}} Stroke
 */

/**
 * A shape open between pointer-downs.
 *
 * @typedef {{hover: (point: Point, shift: boolean) => void, close: () => Mark | null, back: () => void, drop: () => void}} Draft
 */

/** A pointer-down from which nothing follows. @type {Stroke} */
export const NOTHING = { move: () => {}, end: () => null, cancel: () => {} };

/**
 * @param {Point} a
 * @param {Point} b
 */
export function distance(a, b) {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/**
 * Fills an area and makes it one step of the history.
 *
 * @param {Painting} painting
 * @param {readonly Point[]} points
 * @param {boolean} adds
 * @param {string} label what undo calls it
 * @returns {Mark}
 */
export function fillArea(painting, points, adds, label) {
  painting.fill(points, adds);
  painting.commit(label);
  return { shape: 'area', adds, points: points.map(({ x, y }) => ({ x, y, radius: 0 })) };
}
