/** @import { Point } from '../engine/raster.js' */

/** Below this radius, in CSS pixels, a ring is a blot; the cross hair of the system shows the place instead. */
const LEAST = 2.5;

/**
 * The brush's outline at its true size: a light ring inside a dark one, to be seen on any ground.
 */
export class Ring {
  /** @type {Point | null} */
  #at = null;
  #radius = 0;

  /** @param {SVGSVGElement} element with two circles */
  constructor(element) {
    this.element = element;
    this.circles = element.querySelectorAll('circle');
  }

  /** @param {number} radius in CSS pixels */
  resize(radius) {
    if (radius === this.#radius) return;
    this.#radius = radius;
    this.element.toggleAttribute('data-small', radius < LEAST);
    this.circles[0].setAttribute('r', String(radius));
    this.circles[1].setAttribute('r', String(Math.max(1, radius - 1)));
  }

  /** @param {Point | null} at in stage pixels; null hides it */
  move(at) {
    this.#at = at;
    this.element.toggleAttribute('data-on', at !== null);
    if (at) this.element.style.transform = `translate(${at.x}px, ${at.y}px)`;
  }

  /**
   * Shows the size somewhere while it is being chosen, unless the pointer is on the stage already.
   *
   * @param {Point} at
   */
  preview(at) {
    if (this.#at === null) this.move(at);
  }
}
