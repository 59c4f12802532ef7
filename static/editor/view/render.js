import { blitRow } from './blit.js';
import { inkOf } from './maskcolours.js';
import { clip, union } from '../engine/rect.js';
import { visible } from './view.js';

/** @import { Painting } from '../engine/painting.js' */
/** @import { Rect } from '../engine/rect.js' */
/** @import { Size, View } from './view.js' */

/** Stripes are this wide, as a power of two of canvas pixels. */
const STRIPE = 3;

/** iOS refuses larger canvases, silently. */
const MOST_PIXELS = 16_777_216;
const MOST_RATIO = 2;

/** A full blit slower than this many ms is left until the picture rests; it is moved by a CSS transform till then. */
const FAST = 6;
const SETTLE = 120;

/**
 * The mask on screen: one canvas the size of the stage, written and never read.
 *
 * While painting only the dirty rectangle is written, nearest neighbour, so what one sees is what is exported.
 */
export class Overlay {
  /** @type {View} */
  #view = { scale: 1, x: 0, y: 0 };
  /** The view the canvas' pixels were made for. @type {View | null} */
  #shown = null;
  /** @type {Rect | null} */
  #dirty = null;
  #frame = 0;
  #settle = 0;
  #cost = 0;
  #columns = new Int32Array(0);
  #scratch = new Uint32Array(0);
  /** What a painted pixel is drawn with: twice the same, or the two colours of stripes. */
  #ink = inkOf([0x7878cd, 0x7878cd]);

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Painting} painting
   */
  constructor(canvas, painting) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.painting = painting;
    this.ratio = 1;
    /** @type {Size} in CSS pixels */
    this.stage = { width: 1, height: 1 };
    painting.addEventListener('dirty', (event) => this.#mark(/** @type {CustomEvent<Rect>} */ (event).detail));
  }

  /**
   * @param {Size} stage in CSS pixels
   * @param {number} ratio device pixels per CSS pixel
   */
  resize(stage, ratio) {
    this.stage = stage;
    this.ratio = Math.min(ratio, MOST_RATIO, Math.sqrt(MOST_PIXELS / (stage.width * stage.height)));
    this.canvas.width = Math.max(1, Math.floor(stage.width * this.ratio));
    this.canvas.height = Math.max(1, Math.floor(stage.height * this.ratio));
    this.canvas.style.width = `${this.canvas.width / this.ratio}px`;
    this.canvas.style.height = `${this.canvas.height / this.ratio}px`;
    this.#shown = null;
    this.#schedule();
  }

  /**
   * Draws the mask in other colours; what is exported has its own, whatever is shown.
   *
   * @param {[number, number]} colours 0xRRGGBB, two different ones for stripes
   */
  colour(colours) {
    this.#ink = inkOf(colours);
    this.#redraw();
  }

  /** @param {View} view */
  show(view) {
    this.#view = view;
    if (this.#shown && this.#cost > FAST) {
      this.#slide(this.#shown);
      clearTimeout(this.#settle);
      this.#settle = window.setTimeout(() => this.#redraw(), SETTLE);
    } else {
      this.#redraw();
    }
  }

  /** Writes what is due now instead of with the next frame. */
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const dirty = this.#dirty;
    this.#dirty = null;
    if (this.#shown !== this.#view) this.#full();
    else if (dirty) this.#blit(this.#onCanvas(dirty));
  }

  #redraw() {
    this.#shown = null;
    this.#schedule();
  }

  /** @param {Rect} rect in image pixels */
  #mark(rect) {
    this.#dirty = union(this.#dirty, rect);
    this.#schedule();
  }

  #schedule() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.flush());
  }

  /** @param {View} from */
  #slide(from) {
    const growth = this.#view.scale / from.scale;
    const x = this.#view.x - from.x * growth;
    const y = this.#view.y - from.y * growth;
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${growth})`;
  }

  #full() {
    const began = performance.now();
    clearTimeout(this.#settle);
    this.#shown = this.#view;
    this.canvas.style.transform = '';
    this.#mapColumns();
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const seen = visible(this.#view, this.stage, this.painting.mask);
    if (seen) this.#blit(this.#onCanvas(seen));
    this.#cost = performance.now() - began;
  }

  /** Which image column each canvas column shows; may lie outside the picture. */
  #mapColumns() {
    const { scale, x } = this.#view;
    if (this.#columns.length !== this.canvas.width) this.#columns = new Int32Array(this.canvas.width);
    for (let at = 0; at < this.#columns.length; at += 1) {
      this.#columns[at] = Math.floor(((at + 0.5) / this.ratio - x) / scale);
    }
  }

  /**
   * @param {number} at canvas row
   * @returns {number} the image row it shows
   */
  #rowAt(at) {
    return Math.floor(((at + 0.5) / this.ratio - this.#view.y) / this.#view.scale);
  }

  /**
   * @param {Rect} rect in image pixels, inside the picture
   * @returns {Rect | null} the canvas pixels whose centres show it
   */
  #onCanvas(rect) {
    const { scale, x, y } = this.#view;
    const first = (/** @type {number} */ edge, /** @type {number} */ offset) =>
      Math.ceil((edge * scale + offset) * this.ratio - 0.5);
    return clip(
      { left: first(rect.left, x), top: first(rect.top, y), right: first(rect.right, x), bottom: first(rect.bottom, y) },
      this.canvas.width,
      this.canvas.height,
    );
  }

  /** @param {Rect | null} rect in canvas pixels, all of them over the picture */
  #blit(rect) {
    if (!rect) return;
    const width = rect.right - rect.left;
    const height = rect.bottom - rect.top;
    const pixels = this.#room(width * height);
    const plain = this.#ink[0] === this.#ink[1];
    const { bytes: mask, stride } = this.painting.mask;
    const paper = { columns: this.#columns, step: this.#view.scale * this.ratio, ink: this.#ink[0] };
    let before = -1;
    for (let y = 0; y < height; y += 1) {
      const row = this.#rowAt(rect.top + y);
      const start = y * width;
      // Zoomed in, neighbouring rows show the same row of the mask.
      if (plain && row === before) pixels.copyWithin(start, start - width, start);
      else blitRow(pixels, start, mask, row * stride + 1, rect.left, rect.right, paper);
      if (!plain) this.#stripe(pixels, start, width, rect.left + rect.top + y);
      before = row;
    }
    const bytes = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer), 0, width * height * 4);
    this.context.putImageData(new ImageData(bytes, width, height), rect.left, rect.top);
  }

  /**
   * Gives every other piece of a line just drawn the second colour; pieces move on by a pixel from line to line.
   *
   * @param {Uint32Array} pixels
   * @param {number} start
   * @param {number} width
   * @param {number} phase
   */
  #stripe(pixels, start, width, phase) {
    const [, other] = this.#ink;
    for (let at = 0; at < width; at += 1) {
      if (pixels[start + at] && ((phase + at) >> STRIPE) & 1) pixels[start + at] = other;
    }
  }

  /**
   * @param {number} length in pixels
   * @returns {Uint32Array} room to make them in, kept from blit to blit
   */
  #room(length) {
    if (this.#scratch.length < length) this.#scratch = new Uint32Array(length);
    return this.#scratch;
  }
}
