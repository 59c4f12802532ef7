/**
 * Where all pictures of a comparison are looked at: which point of the photo lies in the middle, and how much larger.
 * Pure: places are shares of the photo's sides, 0 to 1.
 */

/** @typedef {{cx: number, cy: number, zoom: number, most: number}} View `most` is the largest zoom */
/** @typedef {{x: number, y: number}} Place in a pane, as shares of its sides */

/** Small pictures are shown this much larger at most, large ones until a pixel of theirs is so many of the screen's. */
const MOST = 12;
const PIXEL = 4;

/** @type {View} */
export const WHOLE = { cx: 0.5, cy: 0.5, zoom: 1, most: MOST };

/** @param {number} fit screen pixels per pixel of the photo while all of it is in sight @returns {number} */
export function largest(fit) {
  return Math.max(MOST, PIXEL / fit);
}

/** How much of a pane what was removed takes when one looks at it. */
const SHARE = 0.5;

/** @param {View} view @returns {View} with nothing beside the photo in sight */
export function kept({ cx, cy, zoom, most }) {
  const within = Math.min(most, Math.max(1, zoom));
  const half = 0.5 / within;
  const inside = (/** @type {number} */ at) => Math.min(1 - half, Math.max(half, at));
  return { cx: inside(cx), cy: inside(cy), zoom: within, most };
}

/** What lies under a place stays under it. @param {View} view @param {number} factor @param {Place} [at] @returns {View} */
export function zoomed(view, factor, at = { x: 0.5, y: 0.5 }) {
  const zoom = Math.min(view.most, Math.max(1, view.zoom * factor));
  const move = (/** @type {number} */ middle, /** @type {number} */ place) => middle + (place - 0.5) * (1 / view.zoom - 1 / zoom);
  return kept({ ...view, cx: move(view.cx, at.x), cy: move(view.cy, at.y), zoom });
}

/** @param {View} view @param {number} dx share of a pane's width @param {number} dy @returns {View} */
export function moved(view, dx, dy) {
  return kept({ ...view, cx: view.cx - dx / view.zoom, cy: view.cy - dy / view.zoom });
}

/** @param {number[]} bounds left, top, right, bottom of what was removed @param {number} [most] @returns {View} */
export function closeUp([left, top, right, bottom], most = MOST) {
  const longest = Math.max(right - left, bottom - top, 1e-6);
  return kept({ cx: (left + right) / 2, cy: (top + bottom) / 2, zoom: SHARE / longest, most });
}
