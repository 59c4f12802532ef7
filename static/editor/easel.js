import { clamp } from './view.js';

/** @import { Camera } from './camera.js' */
/** @import { Tool } from './tools/brush.js' */

/** The brush's diameter in CSS pixels. */
export const SIZES = { least: 4, most: 300, usual: 48 };

/** One press of [ or ]. */
const STEP = 1.2;

/**
 * A dot must reach the centre of at least one pixel wherever it falls: half a pixel's diagonal.
 */
const LEAST_RADIUS = Math.SQRT1_2 + 1e-4;

/** What the person holds: a tool and a brush size. Dispatches `change`. */
export class Easel extends EventTarget {
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

  /** @param {string} name */
  take(name) {
    this.tool = this.named(name);
    this.dispatchEvent(new Event('change'));
  }

  /** Brush to eraser and back. */
  swap() {
    const next = (this.tools.indexOf(this.tool) + 1) % this.tools.length;
    this.take(this.tools[next].name);
  }

  /** @param {string} name */
  named(name) {
    return this.tools.find((tool) => tool.name === name) ?? this.tools[0];
  }

  /** @param {number} size in CSS pixels */
  resize(size) {
    this.size = clamp(size, SIZES.least, SIZES.most);
    this.dispatchEvent(new Event('change'));
  }

  larger() {
    this.resize(Math.ceil(this.size * STEP));
  }

  smaller() {
    this.resize(Math.floor(this.size / STEP));
  }
}
