/**
 * Rectangles of whole pixels, half open: `left <= x < right`, `top <= y < bottom`. Empty ones are `null`.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect
 */

/**
 * @param {Rect | null} a
 * @param {Rect | null} b
 * @returns {Rect | null} the smallest rectangle around both
 */
export function union(a, b) {
  if (!a || !b) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/**
 * @param {Rect | null} rect
 * @param {number} width
 * @param {number} height
 * @returns {Rect | null} the part of it inside `0, 0, width, height`
 */
export function clip(rect, width, height) {
  if (!rect) return null;
  const left = Math.max(0, rect.left);
  const top = Math.max(0, rect.top);
  const right = Math.min(width, rect.right);
  const bottom = Math.min(height, rect.bottom);
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}
