/** @import { Rect } from '../engine/rect.js' */

/**
 * Finer pixels than the proxy's, cut by the server: `levels[n]` is the picture's size halved n times.
 *
 * @typedef {{url: string, side: number, levels: [number, number][]}} Tiles
 * @typedef {{level: number, x: number, y: number, url: string, box: Rect}} Tile box in image pixels, floats
 */

/** A tile may be shown at this much above its own resolution before the next finer level is fetched. */
const SLACK = 1.25;

/**
 * @param {Tiles | null} tiles
 * @param {number} proxyWidth
 * @param {number} imageWidth
 * @param {number} scale device pixels per image pixel
 * @returns {number | null} the level to show, null while the proxy is fine enough
 */
export function levelFor(tiles, proxyWidth, imageWidth, scale) {
  if (!tiles) return null;
  const wanted = (imageWidth * scale) / SLACK;
  if (wanted <= proxyWidth) return null;
  for (let level = tiles.levels.length - 1; level > 0; level -= 1) {
    if (tiles.levels[level][0] >= wanted) return level;
  }
  return 0;
}

/**
 * @param {Tiles} tiles
 * @param {number} level
 * @param {{width: number, height: number}} image
 * @param {Rect} visible in image pixels
 * @returns {Tile[]} the tiles that show, row by row
 */
export function tilesIn(tiles, level, image, visible) {
  const [width, height] = tiles.levels[level];
  const across = image.width / width;
  const down = image.height / height;
  const first = { x: Math.floor(visible.left / across / tiles.side), y: Math.floor(visible.top / down / tiles.side) };
  const last = {
    x: Math.floor((Math.ceil(visible.right / across) - 1) / tiles.side),
    y: Math.floor((Math.ceil(visible.bottom / down) - 1) / tiles.side),
  };
  const found = [];
  for (let y = first.y; y <= last.y; y += 1) {
    for (let x = first.x; x <= last.x; x += 1) {
      const box = {
        left: x * tiles.side * across,
        top: y * tiles.side * down,
        right: Math.min(width, (x + 1) * tiles.side) * across,
        bottom: Math.min(height, (y + 1) * tiles.side) * down,
      };
      if (box.left >= image.width || box.top >= image.height) continue;
      found.push({ level, x, y, url: address(tiles.url, level, x, y), box });
    }
  }
  return found;
}

/**
 * @param {string} url
 * @param {number} level
 * @param {number} x
 * @param {number} y
 */
function address(url, level, x, y) {
  return url.replace('{level}', String(level)).replace('{x}', String(x)).replace('{y}', String(y));
}
