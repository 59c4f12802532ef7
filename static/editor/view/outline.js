/** @import { Point } from '../engine/raster.js' */
/** @import { View } from './view.js' */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Points to a piece of a long line. What changes is drawn anew in the whole box around its piece, so pieces are short;
 * each costs an element, so they are not too short.
 */
const PIECE = 16;

/**
 * The outline of a shape being drawn: dark dashes on a light line, as thick at every zoom, in image pixels.
 */
export class Outline {
  /** @type {Point[]} */
  #points = [];
  /** @type {Line[]} */
  #lines = [];
  /** How many edges a piece has: one where any of them may move, else many. */
  #edges = 1;
  /** How many pieces are as they should be. */
  #done = 0;
  #frame = 0;

  /** @param {SVGSVGElement} element over the stage, empty */
  constructor(element) {
    this.picture = make('g');
    this.knob = new Line('knob');
    this.picture.append(this.knob.element);
    element.append(this.picture);
  }

  /** @param {View} view */
  follow({ scale, x, y }) {
    this.picture.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
  }

  /**
   * A shape whose corners move.
   *
   * @param {readonly Point[]} points
   * @param {boolean} closed
   */
  draw(points, closed) {
    this.#points = closed ? [...points, points[0]] : [...points];
    this.#edges = 1;
    this.#done = 0;
    this.#soon();
  }

  /**
   * A line that grows from here by {@link extend}.
   *
   * @param {Point} point
   */
  begin(point) {
    this.#points = [point];
    this.#edges = PIECE;
    this.#done = 0;
    this.#soon();
  }

  /** @param {Point} point */
  extend(point) {
    this.#points.push(point);
    this.#soon();
  }

  /**
   * A knob on the corner that closes the shape.
   *
   * @param {Point} at
   * @param {boolean} hot whether a click would do it now
   */
  handle({ x, y }, hot) {
    this.knob.show(`${x} ${y} ${x} ${y}`);
    this.knob.element.classList.toggle('is-hot', hot);
  }

  clear() {
    this.#points = [];
    this.#done = 0;
    this.knob.show('');
    this.flush();
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Shows what is due now instead of with the next frame. */
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const pieces = Math.ceil(Math.max(0, this.#points.length - 1) / this.#edges);
    for (let at = this.#done; at < pieces; at += 1) {
      const first = at * this.#edges;
      this.#line(at).show(joined(this.#points.slice(first, first + this.#edges + 1)));
    }
    this.#done = Math.max(0, pieces - 1);
    for (const line of this.#lines.splice(pieces)) line.element.remove();
  }

  /** @param {number} at */
  #line(at) {
    if (!this.#lines[at]) {
      this.#lines[at] = new Line();
      this.knob.element.before(this.#lines[at].element);
    }
    return this.#lines[at];
  }
}

/**
 * A light line and the dashes on it. Polylines: a path's `d` is a style, and the page's are worked out anew for each.
 */
class Line {
  #shown = '';

  /** @param {string} [style] */
  constructor(style = '') {
    this.element = make('g', style);
    this.strokes = [make('polyline', 'light'), make('polyline', 'dark')];
    this.element.append(...this.strokes);
  }

  /** @param {string} points */
  show(points) {
    if (points === this.#shown) return;
    this.#shown = points;
    for (const each of this.strokes) each.setAttribute('points', points);
  }
}

/**
 * @param {string} name
 * @param {string} [style]
 * @returns {SVGElement}
 */
function make(name, style) {
  const element = document.createElementNS(SVG, name);
  if (style) element.setAttribute('class', style);
  return element;
}

/** @param {readonly Point[]} points */
function joined(points) {
  return points.map(({ x, y }) => `${x} ${y}`).join(' ');
}
