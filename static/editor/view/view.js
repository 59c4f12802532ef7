/**
 * Where the picture lies in the stage. Pure: every function returns a new view.
 *
 * `screen = image * scale + offset`, in CSS pixels of the stage; image pixels are floats.
 *
 * @import { Point } from '../engine/raster.js'
 * @import { Rect } from '../engine/rect.js'
 * @typedef {{scale: number, x: number, y: number}} View
 * @typedef {{width: number, height: number}} Size
 * @typedef {{top: number, right: number, bottom: number, left: number}} Insets
 */

/** One image pixel never grows past this many CSS pixels. */
const MOST = 32;

/** At least this much of the picture stays on the stage when it is pushed about. */
const HOLD = 64;

/**
 * @param {View} view
 * @param {Point} screen
 * @returns {Point} in image pixels
 */
export function toImage(view, screen) {
  return { x: (screen.x - view.x) / view.scale, y: (screen.y - view.y) / view.scale };
}

/**
 * @param {View} view
 * @param {Point} image
 * @returns {Point} in CSS pixels of the stage
 */
export function toScreen(view, image) {
  return { x: image.x * view.scale + view.x, y: image.y * view.scale + view.y };
}

/**
 * @param {Size} stage
 * @param {Size} image
 * @param {Insets} insets what floats over the stage's edges
 * @returns {View} the whole picture, centred in what is free, never larger than 1:1
 */
export function fit(stage, image, insets) {
  const view = frame(stage, { left: 0, top: 0, right: image.width, bottom: image.height }, insets, 1);
  return { ...view, x: Math.round(view.x), y: Math.round(view.y) };
}

/**
 * @param {Size} stage
 * @param {Rect} rect in image pixels
 * @param {Insets} insets
 * @param {number} most the largest scale
 * @returns {View} the rectangle, centred in what is free and as large as it fits there
 */
export function frame(stage, rect, insets, most) {
  const width = Math.max(1, stage.width - insets.left - insets.right);
  const height = Math.max(1, stage.height - insets.top - insets.bottom);
  const scale = Math.min(most, width / (rect.right - rect.left), height / (rect.bottom - rect.top));
  return centre(
    { x: (rect.left + rect.right) / 2, y: (rect.top + rect.bottom) / 2 },
    { x: insets.left + width / 2, y: insets.top + height / 2 },
    scale,
  );
}

/**
 * @param {Point} point in image pixels
 * @param {Point} at in stage pixels
 * @param {number} scale
 * @returns {View} that shows the point there
 */
export function centre(point, at, scale) {
  return { scale, x: at.x - point.x * scale, y: at.y - point.y * scale };
}

/**
 * @param {Size} stage
 * @param {Size} image
 * @returns {{least: number, most: number}} the scales one may zoom to
 */
export function scaleLimits(stage, image) {
  const whole = Math.min(1, stage.width / image.width, stage.height / image.height);
  return { least: whole / 4, most: MOST };
}

/**
 * @param {View} view
 * @param {Point} anchor in stage pixels; what lies under it stays there
 * @param {number} scale
 * @returns {View}
 */
export function zoomAbout(view, anchor, scale) {
  return centre(toImage(view, anchor), anchor, scale);
}

/**
 * @param {View} view
 * @param {number} dx in stage pixels
 * @param {number} dy
 * @returns {View}
 */
export function panBy(view, dx, dy) {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/**
 * Two fingers: what lay midway between them stays midway, and the picture grows as they part.
 *
 * @param {View} view when the fingers were at `from`
 * @param {[Point, Point]} from
 * @param {[Point, Point]} to
 * @param {{least: number, most: number}} limits
 * @returns {View}
 */
export function pinch(view, from, to, limits) {
  const growth = distance(to) / Math.max(1, distance(from));
  const scale = clamp(view.scale * growth, limits.least, limits.most);
  return centre(toImage(view, midway(from)), midway(to), scale);
}

/**
 * @param {View} view
 * @param {Size} stage
 * @param {Size} image
 * @returns {View} moved so that some of the picture can still be grasped
 */
export function holdOn(view, stage, image) {
  const width = image.width * view.scale;
  const height = image.height * view.scale;
  return {
    scale: view.scale,
    x: clamp(view.x, Math.min(HOLD, width) - width, stage.width - Math.min(HOLD, width)),
    y: clamp(view.y, Math.min(HOLD, height) - height, stage.height - Math.min(HOLD, height)),
  };
}

/**
 * @param {View} view
 * @param {Size} stage
 * @param {Size} image
 * @returns {Rect | null} the image pixels that show, whole ones
 */
export function visible(view, stage, image) {
  const from = toImage(view, { x: 0, y: 0 });
  const to = toImage(view, { x: stage.width, y: stage.height });
  const left = Math.max(0, Math.floor(from.x));
  const top = Math.max(0, Math.floor(from.y));
  const right = Math.min(image.width, Math.ceil(to.x));
  const bottom = Math.min(image.height, Math.ceil(to.y));
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** @param {[Point, Point]} pair */
function distance([a, b]) {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** @param {[Point, Point]} pair */
function midway([a, b]) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
