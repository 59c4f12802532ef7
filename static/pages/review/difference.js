/** What changed between two pictures of one size, made visible; pure but for the canvases. */

/** The longest side of what is compared: one sees changes on a screen, not single pixels of a large photo. */
const SIDE = 1600;
/** A channel that differs by more than this has changed; below it is the noise of the JPEGs one looks at. */
const NOISE = 9;
/** Where nothing changed the photo steps back, less so where something was painted; what changed is tinted by how much. */
const VEIL = [16, 16, 20, 165];
const THIN = [16, 16, 20, 60];
const TINT = [150, 140, 255];

/**
 * @param {string} before address of a picture
 * @param {string} after address of another one
 * @param {string[]} masks addresses of what was painted, transparent where nothing was
 * @returns {Promise<{canvas: HTMLCanvasElement, changed: number}>} a picture to lay over the second, and how many of its
 *   pixels changed
 */
export async function difference(before, after, masks) {
  const [one, other, ...painted] = await Promise.all([before, after, ...masks].map(loaded));
  const shrink = Math.min(1, SIDE / Math.max(other.naturalWidth, other.naturalHeight));
  const size = { width: Math.max(1, Math.round(other.naturalWidth * shrink)), height: Math.max(1, Math.round(other.naturalHeight * shrink)) };
  const whole = surface(size);
  for (const mask of painted) context(whole).drawImage(mask, 0, 0, size.width, size.height);
  const shown = pixels(other, size);
  const changed = tint(pixels(one, size).data, shown.data, pixels(whole, size).data);
  const canvas = surface(size);
  context(canvas).putImageData(shown, 0, 0);
  context(canvas).drawImage(outline(whole), 0, 0);
  return { canvas, changed };
}

/**
 * @param {Uint8ClampedArray} before RGBA
 * @param {Uint8ClampedArray} after RGBA, replaced by what lies over it
 * @param {Uint8ClampedArray} painted RGBA, transparent where nothing was painted
 * @returns {number} how many pixels changed
 */
export function tint(before, after, painted) {
  let changed = 0;
  for (let at = 0; at < after.length; at += 4) {
    const apart = Math.max(
      Math.abs(before[at] - after[at]), Math.abs(before[at + 1] - after[at + 1]), Math.abs(before[at + 2] - after[at + 2]),
    );
    const over = apart > NOISE;
    if (over) changed += 1;
    after.set(over ? TINT : painted[at + 3] ? THIN : VEIL, at);
    if (over) after[at + 3] = 40 + Math.min(120, apart);
  }
  return changed;
}

/**
 * A light line with a dark one around it.
 *
 * @param {HTMLCanvasElement} whole what was painted
 */
function outline(whole) {
  const wide = Math.max(1, Math.max(whole.width, whole.height) / 700);
  const ring = grown(whole, 2 * wide, '#111116');
  context(ring).drawImage(grown(whole, wide, '#ffffff'), 0, 0);
  context(ring).globalCompositeOperation = 'destination-out';
  context(ring).drawImage(whole, 0, 0);
  return ring;
}

/** @param {HTMLCanvasElement} shape @param {number} by in pixels @param {string} colour */
function grown(shape, by, colour) {
  const canvas = surface(shape);
  const pen = context(canvas);
  for (let turn = 0; turn < 16; turn += 1) {
    const angle = (turn * Math.PI) / 8;
    pen.drawImage(shape, Math.cos(angle) * by, Math.sin(angle) * by);
  }
  pen.globalCompositeOperation = 'source-in';
  pen.fillStyle = colour;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {CanvasImageSource} image @param {{width: number, height: number}} size */
function pixels(image, size) {
  const pen = context(surface(size));
  pen.drawImage(image, 0, 0, size.width, size.height);
  return pen.getImageData(0, 0, size.width, size.height);
}

/** @param {{width: number, height: number}} size */
function surface({ width, height }) {
  return Object.assign(document.createElement('canvas'), { width, height });
}

/** @param {HTMLCanvasElement} canvas */
function context(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
}

/** @param {string} url */
async function loaded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
