/** @import { Point } from '../engine/raster.js' */

const PLUS = 'M-4 0h8M0-4v8';
const MINUS = 'M-4 0h8';

/**
 * A plus or a minus beside the pointer: whether the shape to be drawn adds or takes away.
 */
export class Sign {
  /** @param {SVGSVGElement} element with two paths, the light one above the dark one */
  constructor(element) {
    this.element = element;
    this.paths = element.querySelectorAll('path');
  }

  /** @param {boolean} adds */
  tell(adds) {
    for (const path of this.paths) path.setAttribute('d', adds ? PLUS : MINUS);
  }

  /** @param {Point | null} at in stage pixels; null hides it */
  move(at) {
    this.element.toggleAttribute('data-on', at !== null);
    if (at) this.element.style.transform = `translate(${at.x + 14}px, ${at.y + 14}px)`;
  }
}
