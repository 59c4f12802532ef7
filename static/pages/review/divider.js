import { find } from '../../editor/controls/find.js';
import { gettext } from '../../texts.js';

/** @import { Viewer } from './viewer.js' */

/** One press of an arrow key, and one of Page Up or Page Down, in percent. */
const STEP = 2;
const STRIDE = 10;

/** The line between before and after: dragged, or moved by keys while it has the focus. */
export class Divider {
  #value = 50;

  /** @param {Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.element = find(viewer.root, '[data-divider]');
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      event.stopPropagation();
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.dragTo(event.clientX - viewer.stage.getBoundingClientRect().left);
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.set(50);
  }

  /** @param {number} x in stage pixels */
  dragTo(x) {
    this.set((x / this.viewer.stage.clientWidth) * 100);
  }

  /** @param {number} value in percent of the stage's width */
  set(value) {
    this.#value = Math.min(100, Math.max(0, value));
    this.viewer.root.style.setProperty('--divide', `${this.#value.toFixed(2)}%`);
    const whole = Math.round(this.#value);
    this.element.setAttribute('aria-valuenow', String(whole));
    this.element.setAttribute('aria-valuetext', gettext('{value} % before', { value: whole }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = new Map([
      ['ArrowLeft', this.#value - STEP], ['ArrowDown', this.#value - STEP], ['PageDown', this.#value - STRIDE], ['Home', 0],
      ['ArrowRight', this.#value + STEP], ['ArrowUp', this.#value + STEP], ['PageUp', this.#value + STRIDE], ['End', 100],
    ]);
    const wanted = steps.get(event.key);
    if (wanted === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.set(wanted);
  }
}
