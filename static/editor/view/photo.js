import { levelFor, tilesIn } from './tilegrid.js';
import { visible } from './view.js';

/** @import { Tile, Tiles } from './tilegrid.js' */
/** @import { Size, View } from './view.js' */

/** Tiles kept though they are out of sight; a decoded one holds 4 MB. */
const SPARE = 16;
const SETTLE = 120;

/**
 * @typedef {{url: string, width: number, height: number}} Proxy
 * @typedef {{image: Size, proxy: Proxy, tiles: Tiles | null}} Picture
 * @typedef {{image?: HTMLImageElement, thumb?: string | undefined}} Ready the proxy, fetched ahead, and the thumbnail's address
 */

/**
 * The photo under the mask: the proxy, and finer tiles over it where one has zoomed past it.
 *
 * Both lie in one element sized in image pixels and moved by a CSS transform, so the browser's compositor does the
 * zooming.
 */
export class PhotoLayer {
  /** @type {Map<string, HTMLImageElement>} oldest use first */
  #kept = new Map();
  #settle = 0;
  /** @type {View} */
  #view = { scale: 1, x: 0, y: 0 };
  /** @type {Size} */
  #stage = { width: 1, height: 1 };

  /**
   * @param {HTMLElement} element holds the proxy's `img` and the tiles
   * @param {Picture} picture
   */
  constructor(element, picture) {
    this.element = element;
    this.proxy = /** @type {HTMLImageElement} */ (element.querySelector('.photo-proxy'));
    this.before = /** @type {HTMLImageElement} */ (element.querySelector('.photo-before'));
    this.tiles = /** @type {HTMLElement} */ (element.querySelector('.photo-tiles'));
    this.picture = picture;
    // The page's own image is on its way since the page was read.
    this.open(picture, { image: this.proxy });
  }

  /**
   * Shows another photo: its thumbnail at once where there is one, the proxy when it has come.
   *
   * @param {Picture} picture
   * @param {Ready} [ready]
   */
  open(picture, { image = new Image(), thumb } = {}) {
    this.peek(null);
    this.before.removeAttribute('src');
    Object.assign(image, { className: 'photo-proxy', alt: image.alt, draggable: false });
    // Not the same element with another address: it would go on showing the photo before until the new one has come.
    if (image !== this.proxy) {
      this.proxy.replaceWith(image);
      // Or its pixels, 11 MB of them, are kept until the browser finds out by itself that nobody wants them.
      this.proxy.removeAttribute('src');
    }
    this.proxy = image;
    this.element.style.backgroundImage = thumb ? `url("${thumb}")` : '';
    this.element.style.width = `${picture.image.width}px`;
    this.element.style.height = `${picture.image.height}px`;
    this.#put(picture);
  }

  /**
   * Swaps in another picture of the same size once it is decoded, so that nothing flashes.
   *
   * @param {Picture} picture
   */
  async replace(picture) {
    const { proxy } = this;
    await decoded(picture.proxy.url);
    // Another photo has come.
    if (this.proxy !== proxy) return;
    this.#put(picture);
    this.#refine();
  }

  /** @param {Picture} picture */
  #put(picture) {
    this.picture = picture;
    if (this.proxy.getAttribute('src') !== picture.proxy.url) this.proxy.src = picture.proxy.url;
    for (const tile of this.#kept.values()) tile.remove();
    this.#kept.clear();
  }

  /**
   * @param {View} view
   * @param {Size} stage
   */
  show(view, stage) {
    // Pushed about, it is a layer that the compositor moves. Zoomed, it is drawn anew each time, which is cheaper
    // without a graphics card than stretching a layer that was drawn at another scale.
    this.element.classList.toggle('is-pushed', view.scale === this.#view.scale);
    this.#view = view;
    this.#stage = stage;
    this.element.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    clearTimeout(this.#settle);
    this.#settle = window.setTimeout(() => this.#refine(), SETTLE);
  }

  /** @param {string | null} url another picture to show over this one, or null to see this one again */
  peek(url) {
    if (url && this.before.getAttribute('src') !== url) this.before.src = url;
    this.before.hidden = !url;
  }

  #refine() {
    this.element.classList.remove('is-pushed');
    const { image, proxy, tiles } = this.picture;
    // Past 1:1 one sees pixels as squares; below it the browser's smoothing is right.
    this.element.classList.toggle('is-magnified', this.#view.scale * devicePixelRatio > 2);
    const seen = visible(this.#view, this.#stage, image);
    const level = levelFor(tiles, proxy.width, image.width, this.#view.scale * devicePixelRatio);
    const wanted = tiles && seen && level !== null ? tilesIn(tiles, level, image, seen) : [];
    for (const tile of wanted) this.#use(tile);
    this.#forget(new Set(wanted.map((tile) => tile.url)), level);
  }

  /** @param {Tile} tile */
  #use(tile) {
    const element = this.#kept.get(tile.url) ?? this.#make(tile);
    this.#kept.delete(tile.url);
    this.#kept.set(tile.url, element);
  }

  /** @param {Tile} tile */
  #make(tile) {
    const element = new Image();
    element.alt = '';
    element.draggable = false;
    element.className = 'photo-tile';
    element.dataset['level'] = String(tile.level);
    Object.assign(element.style, {
      left: `${tile.box.left}px`,
      top: `${tile.box.top}px`,
      width: `${tile.box.right - tile.box.left}px`,
      height: `${tile.box.bottom - tile.box.top}px`,
      zIndex: String(100 - tile.level),
    });
    // A tile that cannot be had leaves the proxy in sight, and is asked for again next time.
    element.addEventListener('error', () => this.#drop(tile.url));
    element.addEventListener('load', () => element.classList.add('is-loaded'));
    element.src = tile.url;
    this.tiles.append(element);
    return element;
  }

  /**
   * @param {Set<string>} wanted
   * @param {number | null} level
   */
  #forget(wanted, level) {
    let spare = this.#kept.size - wanted.size;
    for (const [url, element] of [...this.#kept]) {
      if (wanted.has(url)) continue;
      const finer = level === null || Number(element.dataset['level']) < level;
      if (finer || spare > SPARE) {
        this.#drop(url);
        spare -= 1;
      }
    }
  }

  /** @param {string} url */
  #drop(url) {
    this.#kept.get(url)?.remove();
    this.#kept.delete(url);
  }
}

/**
 * @param {string} url
 * @returns {Promise<void>} when the picture can be shown without a wait
 */
async function decoded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
}
