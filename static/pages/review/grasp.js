import { Fingers, STILL } from '../../editor/input/fingers.js';
import { refuseDoubleTapZoom } from '../../editor/input/quirks/doubletapzoom.js';
import { refuseMiddleScroll } from '../../editor/input/quirks/middlescroll.js';
import { refusePagePinch } from '../../editor/input/quirks/pagepinch.js';
import { toImage } from '../../editor/view/view.js';
import { zoomByWheel } from '../../editor/input/wheel.js';

/** @import { Point } from '../../editor/engine/raster.js' */
/** @import { View } from '../../editor/view/view.js' */
/** @import { Viewer } from './viewer.js' */

/** A finger that rests this long points at something, in ms. */
const LONG = 500;
/** Two taps within this many ms are one double tap; only after it is a single click taken for one. */
const DOUBLE = 280;
/** One image pixel to at least so many of the screen's after a double tap. */
const CLOSE = 1;

/**
 * Pointers on the photo: one drags it, or the line between the pictures while all of the photo is in sight; two pinch;
 * a double tap looks closer; a click, or a finger that rests, points.
 *
 * @param {Viewer} viewer
 * @param {{point: (at: Point) => void, drag: (x: number) => void}} host `point` in image pixels, `drag` in stage pixels
 */
export function grasp(viewer, host) {
  const { stage } = viewer;
  const hand = new Grasp(viewer, host);
  stage.addEventListener('pointerdown', (event) => hand.down(event));
  stage.addEventListener('pointermove', (event) => hand.move(event));
  for (const name of ['pointerup', 'pointercancel']) {
    stage.addEventListener(name, (event) => hand.up(/** @type {PointerEvent} */ (event)));
  }
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
  zoomByWheel(stage, viewer.camera, (event) => hand.place(event));
  for (const refuse of [refuseMiddleScroll, refuseDoubleTapZoom, refusePagePinch]) refuse(stage);
}

class Grasp {
  #fingers = new Fingers();
  /** The view when the last pointer came down. @type {View} */
  #start = { scale: 1, x: 0, y: 0 };
  /** Where the only pointer was seen last, and where it came down. @type {{last: Point, from: Point, still: boolean} | null} */
  #single = null;
  #resting = 0;
  #clicking = 0;
  #tapped = 0;

  /**
   * @param {Viewer} viewer
   * @param {{point: (at: Point) => void, drag: (x: number) => void}} host
   */
  constructor(viewer, host) {
    this.viewer = viewer;
    this.camera = viewer.camera;
    this.host = host;
  }

  /** @param {MouseEvent} event @returns {Point} in stage pixels */
  place(event) {
    const box = this.viewer.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || /** @type {Element} */ (event.target).closest('.pin, [data-divider]')) return;
    this.viewer.stage.setPointerCapture(event.pointerId);
    const at = this.place(event);
    this.#fingers.press(event.pointerId, at, event.timeStamp);
    this.#start = this.camera.view;
    clearTimeout(this.#resting);
    this.#single = this.#fingers.count === 1 ? { last: at, from: at, still: true } : null;
    if (this.#single && event.pointerType !== 'mouse') this.#resting = window.setTimeout(() => this.#rested(at), LONG);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.place(event);
    this.#fingers.move(event.pointerId, at);
    const { pair } = this.#fingers;
    const single = this.#single;
    if (pair) {
      if (this.#fingers.moved) this.camera.pinch(this.#start, pair.from, pair.to);
    } else if (single) {
      single.still &&= Math.hypot(at.x - single.from.x, at.y - single.from.y) <= (event.pointerType === 'mouse' ? 3 : STILL);
      if (!single.still) this.#drag(single, at);
    }
  }

  /** @param {PointerEvent} event */
  up(event) {
    clearTimeout(this.#resting);
    this.#fingers.lift(event.pointerId, event.timeStamp);
    const single = this.#single;
    this.#single = null;
    this.viewer.stage.removeAttribute('data-moving');
    if (single?.still && event.type === 'pointerup') this.#tap(single.from, event);
  }

  /** @param {{last: Point}} single @param {Point} at */
  #drag(single, at) {
    clearTimeout(this.#resting);
    if (this.camera.beyond || this.viewer.mode !== 'slide') {
      this.viewer.stage.toggleAttribute('data-moving', true);
      this.camera.panBy(at.x - single.last.x, at.y - single.last.y);
    } else {
      this.host.drag(at.x);
    }
    single.last = at;
  }

  /** @param {Point} at in stage pixels */
  #rested(at) {
    this.#single = null;
    this.#point(at);
  }

  /** @param {Point} at @param {PointerEvent} event */
  #tap(at, event) {
    clearTimeout(this.#clicking);
    if (event.timeStamp - this.#tapped < DOUBLE) {
      this.#tapped = 0;
      this.#closer(at);
      return;
    }
    this.#tapped = event.timeStamp;
    // A finger's tap may be a slip; a click of a mouse is meant.
    if (event.pointerType === 'mouse') this.#clicking = window.setTimeout(() => this.#point(at), DOUBLE);
  }

  /** @param {Point} at in stage pixels */
  #closer(at) {
    if (this.camera.beyond) this.camera.fit();
    else this.camera.zoomBy(Math.max(2, CLOSE / (this.camera.view.scale * devicePixelRatio)), at);
  }

  /** @param {Point} at in stage pixels */
  #point(at) {
    const { width, height } = this.camera.image;
    const { x, y } = toImage(this.camera.view, at);
    const point = { x: Math.floor(x), y: Math.floor(y) };
    if (point.x >= 0 && point.y >= 0 && point.x < width && point.y < height) this.host.point(point);
  }
}
