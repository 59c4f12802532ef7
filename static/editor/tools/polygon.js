import { NOTHING, distance, fillArea } from './tool.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Draft, Mark, Start, Stroke, Tool } from './tool.js' */

/** With Shift an edge keeps to multiples of this. */
const ANGLE = Math.PI / 4;

/**
 * A corner per click. A click on the first corner closes it, a second one on the last corner too (so a double click).
 *
 * @returns {Tool}
 */
export function polygonTool() {
  /** @type {Tool & {draft: Corners | null}} */
  const tool = {
    name: 'polygon',
    round: false,
    dots: true,
    draft: null,
    begin(start) {
      tool.draft ??= new Corners(start, () => (tool.draft = null));
      return tool.draft.press(start);
    },
  };
  return tool;
}

/** @implements {Draft} */
class Corners {
  /** @type {Point[]} */
  #points = [];

  /**
   * @param {Start} start its first press says whether it adds
   * @param {() => void} over
   */
  constructor({ painting, outline, adds }, over) {
    this.painting = painting;
    this.outline = outline;
    this.adds = adds;
    this.over = over;
    this.near = 0;
  }

  /**
   * @param {Start} start
   * @returns {Stroke}
   */
  press({ point, near, shift }) {
    this.near = near;
    const last = this.#points.at(-1);
    if (this.#closes(point)) return { ...NOTHING, end: () => this.close() };
    if (last && distance(last, point) < near) return NOTHING;
    this.#points.push(this.#straight(point, shift));
    this.#show();
    return {
      move: (to, grip) => {
        this.#points.pop();
        this.#points.push(this.#straight(to, grip.shift));
        this.#show();
      },
      end: () => null,
      cancel: () => this.back(),
    };
  }

  /**
   * @param {Point} point
   * @param {boolean} shift
   */
  hover(point, shift) {
    const closes = this.#closes(point);
    this.outline.draw([...this.#points, closes ? this.#points[0] : this.#straight(point, shift)], false);
    this.outline.handle(this.#points[0], closes);
  }

  /** @returns {Mark | null} */
  close() {
    if (this.#points.length < 3) return null;
    this.#end();
    return fillArea(this.painting, this.#points, this.adds, 'polygon');
  }

  back() {
    this.#points.pop();
    if (this.#points.length) this.#show();
    else this.#end();
  }

  drop() {
    this.#end();
  }

  #end() {
    this.outline.clear();
    this.over();
  }

  #show() {
    this.outline.draw(this.#points, false);
    this.outline.handle(this.#points[0], false);
  }

  /** @param {Point} point */
  #closes(point) {
    const ends = [this.#points[0], this.#points[this.#points.length - 1]];
    return this.#points.length >= 3 && ends.some((end) => distance(end, point) < this.near);
  }

  /**
   * @param {Point} point
   * @param {boolean} shift
   */
  #straight(point, shift) {
    const last = this.#points.at(-1);
    if (!shift || !last) return point;
    const angle = Math.round(Math.atan2(point.y - last.y, point.x - last.x) / ANGLE) * ANGLE;
    const length = distance(last, point);
    return { x: last.x + length * Math.cos(angle), y: last.y + length * Math.sin(angle) };
  }
}
