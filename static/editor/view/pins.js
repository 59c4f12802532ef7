import { find } from '../controls/find.js';
import { toScreen } from './view.js';
import { gettext } from '../../texts.js';

/** @import { Camera } from './camera.js' */
/** @import { Point } from '../engine/raster.js' */

/** How much of the photo is seen around a point one wants to look at, in image pixels to each side. */
const AROUND = 220;

/**
 * Numbered pins over the photo, one for each comment of a list that has a point; they keep their size and stay at their
 * points. Dispatches `chosen` with the comment's element.
 */
export class Pins extends EventTarget {
  /** @type {{element: HTMLElement, at: Point}[]} */
  #pins = [];

  /**
   * @param {HTMLElement} layer
   * @param {Camera} camera
   */
  constructor(layer, camera) {
    super();
    this.layer = layer;
    this.camera = camera;
    camera.addEventListener('view', () => this.#follow());
  }

  /** @param {Iterable<HTMLElement>} comments with `data-x` and `data-y`, and their number in `.comment-number` */
  list(comments) {
    for (const { element } of this.#pins) if (!element.classList.contains('is-draft')) element.remove();
    this.#pins = this.#pins.filter(({ element }) => element.isConnected);
    for (const comment of comments) {
      const number = find(comment, '.comment-number').textContent?.trim() ?? '';
      const words = comment.querySelector('.comment-text')?.textContent?.trim() ?? '';
      const pin = this.add({ x: Number(comment.dataset['x']), y: Number(comment.dataset['y']) }, number, gettext('Comment {number}: {words}', { number, words }));
      pin.classList.toggle('change', comment.classList.contains('change'));
      pin.addEventListener('click', () => this.dispatchEvent(new CustomEvent('chosen', { detail: comment })));
    }
  }

  /**
   * @param {Point} at in image pixels
   * @param {string} sign
   * @param {string} words for who cannot see it
   */
  add(at, sign, words) {
    const element = document.createElement('button');
    const drop = document.createElement('span');
    element.type = 'button';
    element.className = 'pin';
    element.setAttribute('aria-label', words);
    drop.textContent = sign;
    element.append(drop);
    this.layer.append(element);
    this.#pins.push({ element, at });
    this.#follow();
    return element;
  }

  /** @param {HTMLElement} element @param {Point} at in image pixels */
  move(element, at) {
    const pin = this.#pins.find((each) => each.element === element);
    if (pin) pin.at = at;
    this.#follow();
  }

  /** @param {HTMLElement} element */
  drop(element) {
    element.remove();
    this.#pins = this.#pins.filter((pin) => pin.element !== element);
  }

  /** @param {Point} at in image pixels, to be looked at from near */
  lookAt({ x, y }) {
    this.camera.lookAt({ left: x - AROUND, top: y - AROUND, right: x + AROUND, bottom: y + AROUND });
  }

  #follow() {
    for (const { element, at } of this.#pins) {
      const { x, y } = toScreen(this.camera.view, { x: at.x + 0.5, y: at.y + 0.5 });
      element.style.transform = `translate(${x}px, ${y}px)`;
    }
  }
}
