import { distance } from './tool.js';

/** @import { Point } from '../engine/raster.js' */

/**
 * Keeps a stroke to the axis along which it set out while Shift is held.
 */
export class Axis {
  /** @type {Point | null} */
  #anchor = null;
  /** @type {'x' | 'y' | null} */
  #along = null;

  /** @param {number} near how far one must have gone for the direction to be meant */
  constructor(near) {
    this.near = near;
  }

  /**
   * @param {Point} last where the stroke stands
   * @param {Point} point where the pointer is
   * @param {boolean} held whether Shift is
   * @returns {Point | null} where the stroke goes on; null while the direction is not known
   */
  keep(last, point, held) {
    if (!held) {
      this.#anchor = null;
      this.#along = null;
      return point;
    }
    const anchor = (this.#anchor ??= last);
    if (!this.#along) {
      if (distance(anchor, point) < this.near) return null;
      this.#along = Math.abs(point.x - anchor.x) >= Math.abs(point.y - anchor.y) ? 'x' : 'y';
    }
    return this.#along === 'x' ? { x: point.x, y: anchor.y } : { x: anchor.x, y: point.y };
  }
}
