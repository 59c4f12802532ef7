import { clamp, fit, holdOn, panBy, pinch, scaleLimits, zoomAbout } from './view.js';

/** @import { Point } from './raster.js' */
/** @import { Insets, Size, View } from './view.js' */

/** One press of + or −. */
const STEP = Math.SQRT2;

/**
 * Where the person looks. Dispatches `view` whenever that changes.
 */
export class Camera extends EventTarget {
  /** @type {Size} */
  #stage = { width: 1, height: 1 };
  /** @type {Insets} */
  #insets = { top: 0, right: 0, bottom: 0, left: 0 };
  /** Until the person zooms or pans, the picture is refitted when the window changes. */
  #fitted = true;

  /** @param {Size} image in upright pixels */
  constructor(image) {
    super();
    this.image = image;
    /** @type {View} */
    this.view = { scale: 1, x: 0, y: 0 };
  }

  /**
   * Looks at another photo, the whole of it.
   *
   * @param {Size} image in upright pixels
   */
  open(image) {
    this.image = image;
    this.fit();
  }

  get stage() {
    return this.#stage;
  }

  /**
   * @param {Size} stage
   * @param {Insets} insets
   */
  resize(stage, insets) {
    this.#stage = stage;
    this.#insets = insets;
    if (this.#fitted) this.fit();
    else this.#look(this.view);
  }

  fit() {
    this.#look(fit(this.#stage, this.image, this.#insets));
    this.#fitted = true;
  }

  /** One image pixel to one CSS pixel, about the stage's middle, on whole pixels so that nothing is blurred. */
  actual() {
    const view = zoomAbout(this.view, this.middle, 1);
    this.#look({ scale: 1, x: Math.round(view.x), y: Math.round(view.y) });
  }

  zoomIn() {
    this.zoomBy(STEP, this.middle);
  }

  zoomOut() {
    this.zoomBy(1 / STEP, this.middle);
  }

  /**
   * @param {number} factor
   * @param {Point} anchor in stage pixels; what lies under it stays there
   */
  zoomBy(factor, anchor) {
    const { least, most } = this.limits;
    this.#look(zoomAbout(this.view, anchor, clamp(this.view.scale * factor, least, most)));
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  panBy(dx, dy) {
    this.#look(panBy(this.view, dx, dy));
  }

  /**
   * @param {View} start the view when the fingers were at `from`
   * @param {[Point, Point]} from
   * @param {[Point, Point]} to
   */
  pinch(start, from, to) {
    this.#look(pinch(start, from, to, this.limits));
  }

  get limits() {
    return scaleLimits(this.#stage, this.image);
  }

  /** The middle of the stage that nothing floats over. */
  get middle() {
    const { top, right, bottom, left } = this.#insets;
    return { x: (left + this.#stage.width - right) / 2, y: (top + this.#stage.height - bottom) / 2 };
  }

  /** @param {View} view */
  #look(view) {
    this.#fitted = false;
    this.view = holdOn(view, this.#stage, this.image);
    this.dispatchEvent(new Event('view'));
  }
}
