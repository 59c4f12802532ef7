import { inkOf } from './maskcolours.js';
import { toImage } from './view.js';

/** @import { Camera } from './camera.js' */
/** @import { Mask } from '../engine/mask.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Point } from '../engine/raster.js' */
/** @import { Rect } from '../engine/rect.js' */
/** @import { Size } from './view.js' */

/** The window's frame stays large enough to be seen and grasped. */
const LEAST_FRAME = 10;
/** So does the map itself: a panorama's is stretched to this height. */
const LEAST_SIDE = 20;

/**
 * The whole photo, small, while only a part of it shows: where one is, what is painted, and a frame to drag.
 *
 * For those who see it; keys and the zoom buttons do the same.
 */
export class Minimap {
  /** @type {Size} */
  #size = { width: 1, height: 1 };
  /** From the pointer to the middle of what shows, in image pixels, while it is dragged. @type {Point | null} */
  #held = null;
  #stale = true;
  /** What a painted pixel is drawn with: twice the same, or the two colours of stripes. */
  #ink = inkOf([0x7878cd, 0x7878cd]);
  /** The stage it was laid out for. @type {Size | null} */
  #laid = null;

  /**
   * @param {HTMLElement} element as in the template
   * @param {Camera} camera
   * @param {Painting} painting
   */
  constructor(element, camera, painting) {
    this.element = element;
    this.camera = camera;
    this.painting = painting;
    this.picture = /** @type {HTMLImageElement} */ (element.querySelector('img'));
    this.canvas = /** @type {HTMLCanvasElement} */ (element.querySelector('canvas'));
    this.frame = /** @type {HTMLElement} */ (element.querySelector('[data-frame]'));
    camera.addEventListener('view', () => this.#show());
    for (const name of ['change', 'restored']) painting.addEventListener(name, () => this.#repaint());
    element.addEventListener('pointerdown', (event) => this.#grasp(event));
    element.addEventListener('pointermove', (event) => this.#held && this.#drag(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      element.addEventListener(name, () => (this.#held = null));
    }
  }

  /** @param {string} url of a small picture of the photo */
  open(url) {
    this.url = url;
    this.#stale = true;
    this.#laid = null;
    this.#show();
  }

  /** @param {[number, number]} colours as the overlay's */
  colour(colours) {
    this.#ink = inkOf(colours);
    this.#repaint();
  }

  #show() {
    const { camera, element } = this;
    const seen = camera.beyond ? camera.seen : null;
    if (element.hidden !== !seen) element.hidden = !seen;
    if (!seen) return;
    if (this.#laid !== camera.stage) this.#lay();
    if (this.#stale) this.#repaint();
    const box = frameOn(seen, camera.image, this.#size);
    Object.assign(this.frame.style, {
      transform: `translate(${box.left}px, ${box.top}px)`,
      width: `${box.right - box.left}px`,
      height: `${box.bottom - box.top}px`,
    });
  }

  /** Takes the size the style sheet leaves it, and the photo's shape. */
  #lay() {
    this.#laid = this.camera.stage;
    const room = Number.parseFloat(window.getComputedStyle(this.element).getPropertyValue('--room'));
    const size = mapSize(this.camera.image, room);
    if (this.url && this.picture.getAttribute('src') !== this.url) this.picture.src = this.url;
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.#stale = true;
    Object.assign(this.element.style, { width: `${size.width}px`, height: `${size.height}px` });
  }

  /** The mask as it stands after a stroke; while it is hidden it need not be. */
  #repaint() {
    this.#stale = this.element.hidden !== false;
    if (this.#stale) return;
    const { width, height } = this.#size;
    Object.assign(this.canvas, { width, height });
    if (this.painting.empty) return;
    const bytes = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (small(this.painting.mask, width, height, this.#ink).buffer));
    this.canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    const at = this.#image(event);
    const middle = toImage(this.camera.view, this.camera.middle);
    const { seen } = this.camera;
    const inside = seen && at.x >= seen.left && at.x < seen.right && at.y >= seen.top && at.y < seen.bottom;
    this.#held = inside ? { x: middle.x - at.x, y: middle.y - at.y } : { x: 0, y: 0 };
    this.#drag(event);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const at = this.#image(event);
    if (this.#held) this.camera.centreOn({ x: at.x + this.#held.x, y: at.y + this.#held.y });
  }

  /** @param {PointerEvent} event @returns {Point} in image pixels */
  #image(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const { width, height } = this.camera.image;
    return {
      x: ((event.clientX - left) / this.#size.width) * width,
      y: ((event.clientY - top) / this.#size.height) * height,
    };
  }
}

/**
 * @param {Size} image
 * @param {number} room the longer side
 * @returns {Size} of the map, in whole CSS pixels
 */
export function mapSize(image, room) {
  const scale = room / Math.max(image.width, image.height);
  const side = (/** @type {number} */ length) => Math.max(LEAST_SIDE, Math.round(length * scale));
  return { width: side(image.width), height: side(image.height) };
}

/**
 * @param {Rect} seen in image pixels
 * @param {Size} image
 * @param {Size} map
 * @returns {Rect} the frame in the map's pixels, inside it, never too small to be grasped
 */
export function frameOn(seen, image, map) {
  const [left, right] = stretched((seen.left / image.width) * map.width, (seen.right / image.width) * map.width, map.width);
  const [top, bottom] = stretched((seen.top / image.height) * map.height, (seen.bottom / image.height) * map.height, map.height);
  return { left, top, right, bottom };
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} most
 */
function stretched(from, to, most) {
  const least = Math.min(LEAST_FRAME, most);
  const length = Math.max(least, to - from);
  const start = Math.min(Math.max(0, (from + to - length) / 2), most - length);
  return [start, start + length];
}

/**
 * @param {Mask} mask
 * @param {number} width
 * @param {number} height
 * @param {Uint32Array} ink two colours by turns
 * @returns {Uint32Array} pixels of a small picture of it: painted where one of four samples is
 */
function small(mask, width, height, ink) {
  const pixels = new Uint32Array(width * height);
  const across = mask.width / width / 2;
  const down = mask.height / height / 2;
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    mask.get(Math.floor((x + 0.5) * across), Math.floor((y + 0.5) * down));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const some = at(2 * x, 2 * y) | at(2 * x + 1, 2 * y) | at(2 * x, 2 * y + 1) | at(2 * x + 1, 2 * y + 1);
      if (some) pixels[y * width + x] = ink[((x + y) >> 1) & 1];
    }
  }
  return pixels;
}
