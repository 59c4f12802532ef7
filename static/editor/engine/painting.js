import { History } from './history.js';
import { Making } from './making.js';
import { Mask } from './mask.js';
import { polygon, polygonBounds } from './polygon.js';
import { capsule, capsuleBounds } from './raster.js';
import { clip } from './rect.js';
import { invert } from '../whole/invert.js';

/** @import { Entry, Steps } from './history.js' */
/** @import { Made } from './making.js' */
/** @import { Point } from './raster.js' */
/** @import { Rect } from './rect.js' */

/**
 * The mask and its history as one thing to paint on.
 *
 * Events: `dirty` (detail: the {@link Rect} whose pixels may have changed, while painting),
 * `change` (detail: a label; after a stroke, undo, redo, clear …, when the mask is whole again),
 * `unchanged` (after a stroke that left every pixel as it was, or was taken back),
 * `restored` (another mask is here, or the steps that led to it) and
 * `forgot` (once a photo, when the first of the oldest steps had to go; they cannot be undone any more).
 */
export class Painting extends EventTarget {
  /** Whether it has been said that undo no longer reaches back to the beginning. */
  #forgot = false;

  /**
   * @param {number} width in upright pixels
   * @param {number} height
   */
  constructor(width, height) {
    super();
    /** Grows with every change, from photo to photo, so that others can tell whether something happened since. */
    this.changes = 0;
    this.mask = new Mask(width, height);
    this.history = new History(this.mask);
    this.making = new Making();
    /** True between the first touch of a stroke and its end. */
    this.busy = false;
  }

  /**
   * Begins an empty mask of another photo. The mask and history there were stay as they are for whoever holds them.
   *
   * @param {{width: number, height: number}} size in upright pixels
   */
  open({ width, height }) {
    this.mask = new Mask(width, height);
    this.history = new History(this.mask);
    this.making = new Making();
    this.busy = false;
    this.#forgot = false;
    this.#dirty(this.#everything());
    this.dispatchEvent(new CustomEvent('restored'));
  }

  /** @returns {Painting} what is painted now, for whoever holds on to it while this one goes on with another photo */
  still() {
    const left = new Painting(1, 1);
    return Object.assign(left, { mask: this.mask, history: this.history, making: this.making, changes: this.changes });
  }

  get empty() {
    return this.history.painted === 0;
  }

  /** @returns {Made} by hand, or by smart select alone */
  get made() {
    return this.making.made;
  }

  /** The painted part of the picture, 0 to 1. */
  get coverage() {
    return this.history.painted / (this.mask.width * this.mask.height);
  }

  /**
   * Paints or clears one piece of a stroke; {@link commit} or {@link revert} ends it.
   *
   * @param {Point} a
   * @param {Point} b
   * @param {number} radius in image pixels
   * @param {boolean} on
   */
  draw(a, b, radius, on) {
    this.busy = true;
    const rect = clip(capsuleBounds(a, b, radius), this.mask.width, this.mask.height);
    if (!rect) return;
    this.history.keep(rect);
    capsule(this.mask, a, b, radius, on);
    this.#dirty(rect);
  }

  /**
   * Paints or clears the inside of a closed outline; {@link commit} or {@link revert} ends it.
   *
   * @param {readonly Point[]} points
   * @param {boolean} on
   */
  fill(points, on) {
    this.busy = true;
    const rect = clip(polygonBounds(points), this.mask.width, this.mask.height);
    if (!rect) return;
    this.history.keep(rect);
    polygon(this.mask, points, on);
    this.#dirty(rect);
  }

  /**
   * @param {string} label
   * @returns {boolean} whether anything is other than before
   */
  commit(label) {
    this.busy = false;
    const changed = this.history.commit(label);
    if (changed) this.#changed(label);
    else this.dispatchEvent(new Event('unchanged'));
    return changed;
  }

  revert() {
    this.busy = false;
    this.#dirty(this.history.revert());
    this.dispatchEvent(new Event('unchanged'));
  }

  /** @returns {string | null} what was taken back */
  undo() {
    const label = this.history.undoLabel;
    return this.#step(label, () => this.history.undo());
  }

  /** @returns {string | null} what was brought back */
  redo() {
    const label = this.history.redoLabel;
    return this.#step(label, () => this.history.redo());
  }

  /** Clears everything, as a step one can undo. */
  clear() {
    this.#rewrite('clear', () => this.mask.bytes.fill(0));
  }

  /**
   * Clears what `bytes` had painted and keeps the rest, as a step one can undo.
   *
   * @param {Uint8Array} bytes scanlines of the same size
   * @param {string} label
   */
  subtract(bytes, label) {
    this.#rewrite(label, (mine) => bytes.forEach((byte, at) => (mine[at] &= ~byte)));
  }

  /**
   * Adds what `bytes` has painted, as a step one can undo.
   *
   * @param {Uint8Array} bytes scanlines of the same size
   * @param {string} label
   * @returns {boolean} whether it was not all painted before
   */
  add(bytes, label) {
    return this.#rewrite(label, (mine) => bytes.forEach((byte, at) => (mine[at] |= byte)));
  }

  /**
   * Adds what `bytes` has painted, or takes it away, in the place of what the last steps did; one step by itself.
   *
   * @param {Uint8Array} bytes scanlines of the same size
   * @param {boolean} adds
   * @param {readonly Entry[]} steps
   * @param {string} label
   * @returns {boolean} whether anything is other than before
   */
  instead(bytes, adds, steps, label) {
    return this.#rewrite(label, (mine) => {
      this.history.turnBack(steps);
      bytes.forEach((byte, at) => (adds ? (mine[at] |= byte) : (mine[at] &= ~byte)));
    });
  }

  /**
   * Puts another mask in this one's place, as a step one can undo.
   *
   * @param {Uint8Array} bytes scanlines of the same size
   * @param {string} label
   * @param {Rect} [rect] where it may differ
   * @returns {boolean} whether it does
   */
  replace(bytes, label, rect) {
    return this.#rewrite(label, (mine) => mine.set(bytes), rect);
  }

  /** Paints all that was not painted, and nothing else, as a step one can undo. */
  invert() {
    this.#rewrite('invert', () => invert(this.mask));
  }

  /**
   * Starts from a kept mask; {@link recall} brings the steps that led to it.
   *
   * @param {Uint8Array} bytes scanlines of the same size
   * @param {Made} [made]
   */
  restore(bytes, made = 'manual') {
    this.mask.bytes.set(bytes);
    this.history = new History(this.mask);
    this.making.begin(made, this.empty);
    this.#dirty(this.#everything());
    this.dispatchEvent(new CustomEvent('restored'));
  }

  /** @param {Steps} steps that led to the mask restored last, to be undone after what was painted since */
  recall(steps) {
    if (this.history.recall(steps)) this.dispatchEvent(new CustomEvent('restored'));
    this.#tellForgotten();
  }

  /**
   * @param {string} label
   * @param {(bytes: Uint8Array) => void} write
   * @param {Rect} [rect] outside of which nothing is written anew
   * @returns {boolean} whether anything is other than before
   */
  #rewrite(label, write, rect = this.#everything()) {
    if (this.busy) this.commit('stroke');
    this.history.keep(rect);
    write(this.mask.bytes);
    this.#dirty(rect);
    return this.commit(label);
  }

  /**
   * @param {string | null} label
   * @param {() => Rect | null} move
   */
  #step(label, move) {
    if (this.busy) return null;
    const rect = move();
    if (!rect || label === null) return null;
    this.#dirty(rect);
    this.#changed(label);
    return label;
  }

  /** @returns {Rect} */
  #everything() {
    return { left: 0, top: 0, right: this.mask.width, bottom: this.mask.height };
  }

  /** @param {Rect | null} rect */
  #dirty(rect) {
    if (rect) this.dispatchEvent(new CustomEvent('dirty', { detail: rect }));
  }

  /** @param {string} label */
  #changed(label) {
    this.changes += 1;
    this.making.note(label, this.empty);
    this.dispatchEvent(new CustomEvent('change', { detail: label }));
    this.#tellForgotten();
  }

  #tellForgotten() {
    if (this.history.forgotten === 0 || this.#forgot) return;
    this.#forgot = true;
    this.dispatchEvent(new CustomEvent('forgot'));
  }
}
