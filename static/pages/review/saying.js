import { toImage } from '../../editor/view/view.js';
import { gettext } from '../../texts.js';

/** @import { Point } from '../../editor/engine/raster.js' */
/** @import { Pins } from '../../editor/view/pins.js' */
/** @import { Sheet } from './sheet.js' */
/** @import { Viewer } from './viewer.js' */

/** An arrow key moves a pin by this part of what is in sight. */
const NUDGE = 0.02;

/**
 * The form in which one says something, and the pin that stands for it until it is sent. The form may be another one
 * after each sending, so it is looked up anew.
 */
export class Saying {
  /** @type {HTMLElement | null} */
  #pin = null;
  /** @type {Point} */
  #at = { x: 0, y: 0 };

  /**
   * @param {Viewer} viewer
   * @param {Pins} pins
   * @param {Sheet} sheet
   */
  constructor(viewer, pins, sheet) {
    this.viewer = viewer;
    this.pins = pins;
    this.sheet = sheet;
    document.addEventListener('click', (event) => {
      const target = /** @type {Element} */ (event.target);
      if (target.closest('[data-pin-middle]')) this.#middle();
      if (target.closest('[data-unpin]')) this.unpin();
    });
    document.addEventListener('input', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.closest('.say-numbers')) this.#typed();
    });
  }

  /** @returns {HTMLFormElement | null} nothing can be said of a finalised photo */
  get form() {
    return /** @type {HTMLFormElement | null} */ (document.getElementById('say'));
  }

  /** Goes to where one writes. */
  write() {
    if (!this.form) return;
    this.sheet.open();
    const field = /** @type {HTMLTextAreaElement} */ (this.form.elements.namedItem('text'));
    field.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Point} at in image pixels; then one writes */
  point(at) {
    if (!this.form) return;
    this.#put(at);
    this.write();
    // The sheet may have come up over it.
    const seen = this.viewer.camera.seen;
    if (seen && (at.y > seen.bottom || at.y < seen.top)) this.viewer.camera.centreOn(at);
  }

  unpin() {
    if (this.#pin) this.pins.drop(this.#pin);
    this.#pin = null;
    this.#fill('', '');
  }

  /** After a sending there is a new form. */
  again() {
    if (this.#pin) this.pins.drop(this.#pin);
    this.#pin = null;
  }

  #middle() {
    const { image, middle, view } = this.viewer.camera;
    const { x, y } = toImage(view, middle);
    this.#put(within({ x, y }, image));
    this.#pin?.focus();
  }

  #typed() {
    const [x, y] = ['x', 'y'].map((name) => this.#field(name).value);
    if (x && y) this.#put(within({ x: Number(x), y: Number(y) }, this.viewer.page.image), false);
  }

  /** @param {Point} at in image pixels @param {boolean} [fill] whether the numbers are told, too */
  #put(at, fill = true) {
    this.#at = at;
    if (!this.#pin) {
      this.#pin = this.pins.add(at, '+', gettext('Your pin: move it with the arrow keys'));
      this.#pin.classList.add('is-draft');
      this.#pin.addEventListener('keydown', (event) => this.#nudge(event));
      this.#pin.addEventListener('click', () => this.write());
    }
    this.pins.move(this.#pin, at);
    if (fill) this.#fill(String(at.x), String(at.y));
  }

  /** @param {KeyboardEvent} event */
  #nudge(event) {
    const ways = new Map([['ArrowLeft', [-1, 0]], ['ArrowRight', [1, 0]], ['ArrowUp', [0, -1]], ['ArrowDown', [0, 1]]]);
    const way = ways.get(event.key);
    if (event.key === 'Escape') this.unpin();
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { camera } = this.viewer;
    const step = event.shiftKey ? 1 : Math.max(1, (NUDGE * camera.stage.width) / camera.view.scale);
    this.#put(within({ x: this.#at.x + way[0] * step, y: this.#at.y + way[1] * step }, camera.image));
  }

  /** @param {string} x @param {string} y */
  #fill(x, y) {
    if (!this.form) return;
    this.#field('x').value = x;
    this.#field('y').value = y;
    const words = /** @type {HTMLElement} */ (this.form.querySelector('[data-point-words]'));
    words.textContent = (x ? words.dataset['pinned'] : words.dataset['free']) ?? '';
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.form?.elements.namedItem(name));
  }
}

/** @param {Point} at @param {{width: number, height: number}} image @returns {Point} the nearest whole pixel of the image */
function within({ x, y }, { width, height }) {
  const inside = (/** @type {number} */ value, /** @type {number} */ side) => Math.min(side - 1, Math.max(0, Math.round(value)));
  return { x: inside(x, width), y: inside(y, height) };
}
