/** @import { Camera } from './camera.js' */

/** From this many CSS pixels to an image pixel on, pixels are told apart by lines. */
export const LEAST_SCALE = 8;

/** Mid grey, half seen: calm on dark and on light. Alpha, blue, green, red, as ImageData wants a word. */
const COLOUR = 0x59808080;

/** As for the overlay: iOS refuses larger canvases, silently. */
const MOST_PIXELS = 16_777_216;

/**
 * Lines between the photo's pixels, one device pixel wide at every zoom. The canvas has no size while they do not show.
 *
 * Most rows are alike, so the picture is two rows copied many times: cheaper than any gradient.
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
    const on = this.camera.view.scale >= LEAST_SCALE;
    this.canvas.hidden = !on;
    if (on) this.#draw();
    else if (this.canvas.width) this.#size(0, 0);
  }

  #draw() {
    const { view, stage, image } = this.camera;
    const ratio = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (stage.width * stage.height)));
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
 * @returns {{lines: Uint8Array, from: number, to: number}} `lines[at]` is 1 where the canvas pixel is the first that shows
 *   its image pixel; the line after the last pixel belongs to it
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
  return { lines, from: Math.min(length, Math.max(0, first(0))), to: Math.max(0, Math.min(length, first(count) + 1)) };
}

/**
 * @param {ReturnType<typeof starts>} columns
 * @param {ReturnType<typeof starts>} rows
 * @returns {Uint32Array} the canvas' pixels
 */
function drawn(columns, rows) {
  const width = columns.lines.length;
  const pixels = new Uint32Array(width * rows.lines.length);
  const between = Uint32Array.from(columns.lines, (line) => (line ? COLOUR : 0));
  const line = new Uint32Array(width).fill(COLOUR, columns.from, Math.max(columns.from, columns.to));
  for (let y = rows.from; y < rows.to; y += 1) pixels.set(rows.lines[y] ? line : between, y * width);
  return pixels;
}
