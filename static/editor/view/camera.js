import { centre, clamp, fit, frame, holdOn, panBy, pinch, scaleLimits, toImage, visible, zoomAbout } from './view.js';

/** @import { Point } from '../engine/raster.js' */
/** @import { Rect } from '../engine/rect.js' */
/** @import { Insets, Size, View } from './view.js' */

/** One press of + or −. */
const STEP = Math.SQRT2;

/** Looking at something small goes no closer than this: a dot alone on the screen would tell nothing of where it is. */
const CLOSE = 4;
/** Around what is looked at, in CSS pixels. */
const AIR = 48;

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
  #ratio = 1;

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

  /** Pixels of the screen to a CSS pixel: by the screen's density, and by how far the browser has zoomed the page. */
  get ratio() {
    return this.#ratio;
  }

  set ratio(ratio) {
    if (ratio === this.#ratio) return;
    this.#ratio = ratio;
    this.dispatchEvent(new Event('view'));
  }

  /** Pixels of the screen to an image pixel: 1 is what people call 100 %. */
  get zoom() {
    return this.view.scale * this.#ratio;
  }

  /**
   * What was in the middle stays there: a phone that is turned shows the same thing.
   *
   * @param {Size} stage
   * @param {Insets} insets
   */
  resize(stage, insets) {
    const seen = toImage(this.view, this.middle);
    this.#stage = stage;
    this.#insets = insets;
    const { least, most } = this.limits;
    if (this.#fitted) this.fit();
    else this.#look(centre(seen, this.middle, clamp(this.view.scale, least, most)));
  }

  fit() {
    this.#look(fit(this.#stage, this.image, this.#insets));
    this.#fitted = true;
  }

  /**
   * About the stage's middle, on whole pixels of the screen so that nothing is blurred.
   *
   * @param {number} zoom as in {@link zoom}
   */
  zoomTo(zoom) {
    const { least, most } = this.limits;
    const scale = clamp(zoom / this.#ratio, least, most);
    const { x, y } = zoomAbout(this.view, this.middle, scale);
    const whole = (/** @type {number} */ at) => Math.round(at * this.#ratio) / this.#ratio;
    this.#look({ scale, x: whole(x), y: whole(y) });
  }

  /** @param {Rect} rect in image pixels, to be looked at from near */
  lookAt(rect) {
    const { top, right, bottom, left } = this.#insets;
    const air = { top: top + AIR, right: right + AIR, bottom: bottom + AIR, left: left + AIR };
    this.#look(frame(this.#stage, rect, air, CLOSE));
  }

  /** @param {Point} point in image pixels, to be in the middle */
  centreOn(point) {
    this.#look(centre(point, this.middle, this.view.scale));
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

  /** Whether some of the picture lies outside the stage. */
  get beyond() {
    const { x, y, scale } = this.view;
    const { width, height } = this.image;
    return x < 0 || y < 0 || x + width * scale > this.#stage.width || y + height * scale > this.#stage.height;
  }

  /** @returns {Rect | null} the image pixels that show */
  get seen() {
    return visible(this.view, this.#stage, this.image);
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
