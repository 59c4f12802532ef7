/** @import { Camera } from './camera.js' */

/** From 800 % on pixels are told apart by lines. */
export const LEAST_ZOOM = 8;

/** Lines are of dark and light dots by turns, half seen: calm, and on any ground, grey too, one of them stands out. */
const DOTS = [0x50000000, 0x50ffffff];

/** As for the overlay: iOS refuses larger canvases, silently. */
const MOST_PIXELS = 16_777_216;

/**
 * Lines between the photo's pixels, one device pixel wide at every zoom. The canvas has no size while they do not show.
 *
 * Most rows are alike, so the picture is four rows copied many times: cheaper than any gradient.
 */
export class PixelGrid {
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Camera} camera
   */
  constructor(canvas, camera) {
    this.canvas = canvas;
    this.camera = camera;
    camera.addEventListener('view', () => {
      if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#show());
    });
  }

  #show() {
    this.#frame = 0;
    const on = this.camera.zoom >= LEAST_ZOOM;
    this.canvas.hidden = !on;
    if (on) this.#draw();
    else if (this.canvas.width) this.#size(0, 0);
  }

  #draw() {
    const { view, stage, image } = this.camera;
    const ratio = Math.min(this.camera.ratio, Math.sqrt(MOST_PIXELS / (stage.width * stage.height)));
    const width = Math.floor(stage.width * ratio);
    const height = Math.floor(stage.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) this.#size(width, height);
    Object.assign(this.canvas.style, { width: `${width / ratio}px`, height: `${height / ratio}px` });
    const columns = starts(view.x * ratio, view.scale * ratio, width, image.width);
    const rows = starts(view.y * ratio, view.scale * ratio, height, image.height);
    const pixels = drawn(columns, rows);
    const bytes = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer));
    this.canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #size(width, height) {
    Object.assign(this.canvas, { width, height });
  }
}

/**
 * Along one direction: where pixels of the image begin, and which part the image covers.
 *
 * @param {number} offset of the image, in canvas pixels
 * @param {number} scale canvas pixels to an image pixel
 * @param {number} length of the canvas
 * @param {number} count of image pixels
 * @returns {{lines: Uint8Array, from: number, to: number, phase: number}} `lines[at]` is 1 where the canvas pixel is the first
 *   that shows its image pixel; the line after the last pixel belongs to it; dots of one colour have the `phase` of the
 *   image's edge, 0 or 1, so that they move along with it
 */
export function starts(offset, scale, length, count) {
  const lines = new Uint8Array(length);
  const first = (/** @type {number} */ pixel) => Math.ceil(pixel * scale + offset - 0.5);
  const begin = Math.max(0, Math.floor(-offset / scale));
  const end = Math.min(count, Math.ceil((length - offset) / scale));
  for (let pixel = begin; pixel <= end; pixel += 1) {
    const at = first(pixel);
    if (at >= 0 && at < length) lines[at] = 1;
  }
  const from = Math.min(length, Math.max(0, first(0)));
  const to = Math.max(0, Math.min(length, first(count) + 1));
  return { lines, from, to, phase: first(0) & 1 };
}

/**
 * @param {ReturnType<typeof starts>} columns
 * @param {ReturnType<typeof starts>} rows
 * @returns {Uint32Array} the canvas' pixels
 */
function drawn(columns, rows) {
  const width = columns.lines.length;
  const pixels = new Uint32Array(width * rows.lines.length);
  const dot = (/** @type {number} */ x, /** @type {number} */ turn) => DOTS[(x + turn + columns.phase) & 1];
  const inside = (/** @type {number} */ x) => x >= columns.from && x < columns.to;
  const between = [0, 1].map((turn) => Uint32Array.from(columns.lines, (line, x) => (line ? dot(x, turn) : 0)));
  const line = [0, 1].map((turn) => Uint32Array.from(columns.lines, (_, x) => (inside(x) ? dot(x, turn) : 0)));
  for (let y = rows.from; y < rows.to; y += 1) {
    const turn = (y + rows.phase) & 1;
    pixels.set((rows.lines[y] ? line : between)[turn], y * width);
  }
  return pixels;
}
