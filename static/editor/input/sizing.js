/** @import { Ring } from '../view/cursor.js' */
/** @import { Easel } from './easel.js' */
/** @import { Course } from './input.js' */
/** @import { Point } from '../engine/raster.js' */

/**
 * Dragging sideways sizes the brush: its ring stays where the drag began and says how large it is.
 *
 * @param {Easel} easel
 * @param {Ring} ring
 * @param {HTMLElement} tag where the size is written
 * @param {Point} from in stage pixels
 * @returns {Course}
 */
export function sizing(easel, ring, tag, from) {
  const before = easel.size;
  const tell = () => tellSize(easel, tag, from);
  ring.move(from);
  tell();
  const over = () => (tag.hidden = true);
  return {
    move: (to) => {
      easel.resize(before + to.x - from.x);
      tell();
    },
    end: over,
    cancel: () => {
      easel.resize(before);
      over();
    },
  };
}

/**
 * @param {Easel} easel
 * @param {HTMLElement} tag says how large the brush is
 * @param {Point} at in stage pixels, where its ring is
 */
export function tellSize(easel, tag, at) {
  tag.textContent = `${Math.max(1, Math.round(easel.radius * 2))} px`;
  tag.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
  tag.hidden = false;
}
