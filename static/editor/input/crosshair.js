import { clamp, toScreen } from '../view/view.js';

/** @import { Camera } from '../view/camera.js' */
/** @import { Point } from '../engine/raster.js' */

/** One step of an arrow key, in CSS pixels: zooming in makes it finer on the photo. */
const STEP = 8;
const FAR = 8 * STEP;

/** Kept between the crosshair and the stage's edges: the picture moves before that. */
const AIR = 48;

/**
 * A pointer for people without one: moved by the arrow keys, pressed with Enter.
 *
 * Knows its place in the picture and nothing about what is done there. Dispatches `move` when that changes and `off`.
 */
export class Crosshair extends EventTarget {
  /** In image pixels; null while it is off. @type {Point | null} */
  at = null;

  /**
   * @param {SVGSVGElement} element
   * @param {Camera} camera
   */
  constructor(element, camera) {
    super();
    this.element = element;
    this.camera = camera;
    camera.addEventListener('view', () => this.#show());
  }

  get on() {
    return this.at !== null;
  }

  /** Appears in the middle of what one sees of the picture. */
  turnOn() {
    if (this.on) return;
    const { image, stage, view } = this.camera;
    const { x, y } = this.camera.middle;
    const seen = { x: clamp(x, 0, stage.width), y: clamp(y, 0, stage.height) };
    this.#go({
      x: clamp((seen.x - view.x) / view.scale, 0, image.width),
      y: clamp((seen.y - view.y) / view.scale, 0, image.height),
    });
  }

  turnOff() {
    if (!this.on) return;
    this.at = null;
    this.#show();
    this.dispatchEvent(new Event('off'));
  }

  /**
   * @param {-1 | 0 | 1} right
   * @param {-1 | 0 | 1} down
   * @param {'near' | 'far' | 'pixel'} reach
   */
  step(right, down, reach) {
    if (!this.at) return;
    const { image, view } = this.camera;
    const length = reach === 'pixel' ? 1 : (reach === 'far' ? FAR : STEP) / view.scale;
    this.#go({
      x: clamp(this.at.x + right * length, 0, image.width),
      y: clamp(this.at.y + down * length, 0, image.height),
    });
  }

  /** @param {Point} at in image pixels */
  #go(at) {
    this.at = at;
    this.#follow(toScreen(this.camera.view, at));
    this.#show();
    this.dispatchEvent(new Event('move'));
  }

  /**
   * Moves the picture where the crosshair would leave the stage.
   *
   * @param {Point} at in stage pixels
   */
  #follow({ x, y }) {
    const { width, height } = this.camera.stage;
    const dx = clamp(x, Math.min(AIR, width / 2), Math.max(width - AIR, width / 2)) - x;
    const dy = clamp(y, Math.min(AIR, height / 2), Math.max(height - AIR, height / 2)) - y;
    if (dx || dy) this.camera.panBy(dx, dy);
  }

  #show() {
    this.element.toggleAttribute('data-on', this.on);
    if (!this.at) return;
    const { x, y } = toScreen(this.camera.view, this.at);
    this.element.style.transform = `translate(${x}px, ${y}px)`;
  }
}
