import { toImage } from './view.js';

/** @import { Camera } from './camera.js' */
/** @import { Point } from './raster.js' */
/** @import { View } from './view.js' */
/** @import { Stroke } from './tools/brush.js' */

const MIDDLE_BUTTON = 1;
const RIGHT_BUTTON = 2;
/** `buttons` while the eraser end of a pen touches. */
const PEN_ERASER = 32;

/** Zoom per pixel of wheel travel; a notch of 100 is about 1.25 times. */
const WHEEL = 0.0022;
/** A trackpad pinch arrives as ctrl+wheel with small steps. */
const WHEEL_PINCH = 0.01;
const LINE = 16;

/**
 * @typedef {{erase: boolean, line: boolean}} Intent
 * @typedef {{
 *   begin: (point: Point, intent: Intent) => Stroke,
 *   hover: (at: Point | null) => void,
 *   panning: (on: boolean) => void,
 * }} Host
 */

/**
 * Pointers on the stage: one paints, the middle button or Space moves the picture, two fingers pinch.
 *
 * A second finger takes back what the first had begun. Once a pen is seen, fingers only move the picture.
 */
export class Input {
  /** @type {{id: number, type: string, stroke: Stroke} | null} */
  #drawing = null;
  /** @type {{id: number, at: Point} | null} */
  #pan = null;
  /** @type {{view: View, from: [Point, Point]} | null} */
  #pinch = null;
  /** Fingers on the stage. @type {Map<number, Point>} */
  #fingers = new Map();
  #penSeen = false;
  #spaceHeld = false;

  /**
   * @param {HTMLElement} surface
   * @param {Camera} camera
   * @param {Host} host
   */
  constructor(surface, camera, host) {
    this.surface = surface;
    this.camera = camera;
    this.host = host;
    surface.addEventListener('pointerdown', (event) => this.#down(event));
    surface.addEventListener('pointermove', (event) => this.#move(event));
    surface.addEventListener('pointerup', (event) => this.#up(event));
    surface.addEventListener('pointercancel', (event) => this.#cancel(event));
    surface.addEventListener('lostpointercapture', (event) => this.#up(event));
    surface.addEventListener('pointerleave', () => this.host.hover(null));
    surface.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    // The middle button would start the browser's own scrolling.
    surface.addEventListener('mousedown', (event) => event.button === MIDDLE_BUTTON && event.preventDefault());
    surface.addEventListener('contextmenu', (event) => event.preventDefault());
    // Safari: Scribble swallows pen taps and a pinch zooms the page unless these are refused.
    surface.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false });
    surface.addEventListener('gesturestart', (event) => event.preventDefault());
  }

  /** @param {boolean} held whether the key that turns dragging into moving is down */
  holdPan(held) {
    this.#spaceHeld = held;
    this.host.panning(held || this.#pan !== null);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.pointerType === 'pen') this.#penSeen = true;
    if (event.pointerType === 'touch' && !this.#finger(event)) return;
    if (this.#drawing || this.#pan) return;
    this.surface.setPointerCapture(event.pointerId);
    const moves = event.button === MIDDLE_BUTTON || this.#spaceHeld;
    if (moves || (event.pointerType === 'touch' && this.#penSeen)) {
      this.#pan = { id: event.pointerId, at: this.#at(event) };
      this.host.panning(true);
      return;
    }
    const erase = event.altKey || event.button === RIGHT_BUTTON || (event.buttons & PEN_ERASER) !== 0;
    const stroke = this.host.begin(this.#image(event), { erase, line: event.shiftKey });
    this.#drawing = { id: event.pointerId, type: event.pointerType, stroke };
    this.#hover(event);
  }

  /**
   * @param {PointerEvent} event
   * @returns {boolean} whether this finger may act alone
   */
  #finger(event) {
    if (this.#drawing?.type === 'pen') return false;
    this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#fingers.size === 1) return true;
    this.surface.setPointerCapture(event.pointerId);
    if (this.#fingers.size === 2) {
      this.#drop();
      const [a, b] = [...this.#fingers.values()];
      this.#pinch = { view: this.camera.view, from: [a, b] };
    }
    return false;
  }

  /** Takes back the stroke in progress and lets go of the picture. */
  #drop() {
    this.#drawing?.stroke.cancel();
    this.#drawing = null;
    this.#pan = null;
    this.host.hover(null);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#pinch) {
      this.#stretch();
      return;
    }
    if (this.#pan?.id === event.pointerId) {
      const at = this.#at(event);
      this.camera.panBy(at.x - this.#pan.at.x, at.y - this.#pan.at.y);
      this.#pan.at = at;
    }
    if (this.#drawing?.id === event.pointerId) {
      // The button may have been let go where nobody could tell us, over another window.
      if (event.buttons === 0) this.#up(event);
      else for (const part of coalesced(event)) this.#drawing.stroke.move(this.#image(part));
    }
    this.#hover(event);
  }

  #stretch() {
    const [a, b] = [...this.#fingers.values()];
    if (this.#pinch && b) this.camera.pinch(this.#pinch.view, this.#pinch.from, [a, b]);
  }

  /**
   * The end of a pointer; may come more than once for the same one.
   *
   * @param {PointerEvent} event
   */
  #up(event) {
    this.#fingers.delete(event.pointerId);
    // The finger that stays after a pinch does nothing until it is lifted too.
    if (this.#fingers.size === 0) this.#pinch = null;
    if (this.#pan?.id === event.pointerId) {
      this.#pan = null;
      this.host.panning(this.#spaceHeld);
    }
    if (this.#drawing?.id === event.pointerId) {
      const { stroke } = this.#drawing;
      this.#drawing = null;
      stroke.end();
    }
    if (event.pointerType === 'touch') this.host.hover(null);
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    // The system took the finger for a gesture of its own; a mouse or pen was just interrupted.
    if (this.#drawing?.id === event.pointerId && event.pointerType === 'touch') this.#drop();
    this.#up(event);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 0 ? 1 : LINE;
    if (event.shiftKey) {
      this.camera.panBy(-(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    const speed = event.ctrlKey ? WHEEL_PINCH : WHEEL;
    this.camera.zoomBy(Math.exp(-event.deltaY * unit * speed), this.#at(event));
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.pointerType !== 'touch' || this.#drawing) this.host.hover(this.#at(event));
  }

  /**
   * @param {MouseEvent} event
   * @returns {Point} in stage pixels; the rectangle is asked for each time because it goes stale
   */
  #at(event) {
    const box = this.surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  #image(event) {
    return toImage(this.camera.view, this.#at(event));
  }
}

/**
 * @param {PointerEvent} event
 * @returns {PointerEvent[]} every sample since the last event; browsers offer them in secure contexts only
 */
function coalesced(event) {
  const parts = event.getCoalescedEvents?.() ?? [];
  return parts.length ? parts : [event];
}
