import { Axis } from './axis.js';
import { distance } from './tool.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Grip, Mark, Start, Stroke, Tool } from './tool.js' */

/**
 * Paints or clears along the way with a round tip. A press with Shift that is let go in its place draws a straight line
 * from where the last one ended; dragged, it keeps to an axis.
 *
 * @param {string} name
 * @returns {Tool}
 */
function roundTool(name) {
  return { name, round: true, dots: true, begin: (start) => new Line(start) };
}

/** @implements {Stroke} */
class Line {
  /** @type {Mark['points']} */
  #points = [];

  /** @param {Start} start */
  constructor(start) {
    this.start = start;
    this.axis = new Axis(start.near / 2);
    /** Not known yet: a straight line from the last end, or a stroke along an axis. */
    this.waits = start.shift && start.from !== null;
    if (!this.waits) this.#to(start.point, start.radius);
  }

  /**
   * @param {Point} point
   * @param {Grip} grip
   */
  move(point, { shift, radius }) {
    if (this.waits && distance(this.start.point, point) < this.start.near) return;
    if (this.waits) {
      this.waits = false;
      this.#to(this.start.point, this.start.radius);
    }
    const last = this.#points[this.#points.length - 1];
    const next = this.axis.keep(last, point, shift);
    if (next && (next.x !== last.x || next.y !== last.y)) this.#to(next, radius);
  }

  /** @returns {Mark} */
  end() {
    const { adds, from, painting, point, radius } = this.start;
    if (this.waits && from) {
      this.#points.push({ ...from, radius });
      this.#to(point, radius);
    }
    painting.commit(adds ? 'stroke' : 'erasing');
    return { shape: 'line', adds, points: this.#points };
  }

  cancel() {
    this.start.painting.revert();
  }

  /**
   * @param {Point} point
   * @param {number} radius
   */
  #to(point, radius) {
    const { adds, painting } = this.start;
    painting.draw(this.#points.at(-1) ?? point, point, radius, adds);
    this.#points.push({ x: point.x, y: point.y, radius });
  }
}

export const brush = roundTool('brush');
export const eraser = roundTool('eraser');
