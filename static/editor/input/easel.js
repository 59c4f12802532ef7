import { clamp } from '../view/view.js';

/** @import { Camera } from '../view/camera.js' */
/** @import { Tool } from '../tools/tool.js' */

/** The brush's diameter in CSS pixels. */
export const SIZES = { least: 4, most: 300, usual: 48 };

/** One press of [ or ]. */
const STEP = 1.2;
const LARGE_STEP = 2;

/** What is left of the radius where a pen hardly touches. */
const LIGHTEST = 0.15;

/**
 * A dot must reach the centre of at least one pixel wherever it falls: half a pixel's diagonal.
 */
const LEAST_RADIUS = Math.SQRT1_2 + 1e-4;

/** What the person holds: a tool, whether it adds or takes away, and a brush size. Dispatches `change`. */
export class Easel extends EventTarget {
  #adds = true;

  /** Whether a pen's pressure makes the brush smaller. */
  pressed = false;

  /**
   * @param {readonly Tool[]} tools the first one is in hand
   * @param {Camera} camera
   */
  constructor(tools, camera) {
    super();
    this.tools = tools;
    this.camera = camera;
    this.tool = tools[0];
    this.size = SIZES.usual;
  }

  /** @returns {number} of the brush, in image pixels */
  get radius() {
    return Math.max(LEAST_RADIUS, this.size / 2 / this.camera.view.scale);
  }

  /** @returns {number} the brush's diameter in pixels of the photo, for people */
  get pixels() {
    return Math.max(1, Math.round(this.radius * 2));
  }

  /**
   * @param {number | null} pressure of a pen, 0 to 1; null where there is none
   * @returns {number} the radius under it, in image pixels
   */
  radiusAt(pressure) {
    if (pressure === null || !this.pressed) return this.radius;
    return Math.max(LEAST_RADIUS, this.radius * (LIGHTEST + (1 - LIGHTEST) * pressure));
  }

  /** Whether what is in hand adds to the mask; the eraser never does. */
  get adds() {
    return this.#adds && this.tool.name !== 'eraser';
  }

  /** @param {string} name */
  take(name) {
    this.tool = this.tools.find((tool) => tool.name === name) ?? this.tools[0];
    this.dispatchEvent(new Event('change'));
  }

  /** @param {boolean} adds the eraser is laid down for the brush where something is to be added */
  turn(adds) {
    this.#adds = adds;
    if (adds && !this.adds) this.take('brush');
    else this.dispatchEvent(new Event('change'));
  }

  /** Adding to taking away and back. */
  flip() {
    this.turn(!this.adds);
  }

  /** @param {number} size in CSS pixels */
  resize(size) {
    this.size = clamp(size, SIZES.least, SIZES.most);
    this.dispatchEvent(new Event('change'));
  }

  /** @param {boolean} [much] */
  larger(much = false) {
    this.resize(Math.ceil(this.size * (much ? LARGE_STEP : STEP)));
  }

  /** @param {boolean} [much] */
  smaller(much = false) {
    this.resize(Math.floor(this.size / (much ? LARGE_STEP : STEP)));
  }
}
