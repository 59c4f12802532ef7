import { Fingers } from './fingers.js';
import { samePointer } from './quirks/changingid.js';
import { refuseDoubleTapZoom } from './quirks/doubletapzoom.js';
import { samplesOf } from './quirks/joinedsamples.js';
import { refuseLateMenu } from './quirks/latemenu.js';
import { refuseMiddleScroll } from './quirks/middlescroll.js';
import { refusePagePinch } from './quirks/pagepinch.js';
import { refuseScribble } from './quirks/scribble.js';
import { toImage } from '../view/view.js';
import { zoomByWheel } from './wheel.js';

/** @import { Camera } from '../view/camera.js' */
/** @import { Point } from '../engine/raster.js' */
/** @import { View } from '../view/view.js' */

const MIDDLE_BUTTON = 1;
const RIGHT_BUTTON = 2;
/** `buttons` while the eraser end of a pen touches. */
const PEN_ERASER = 32;

/** A second finger takes back a stroke no older than this, in ms; an older one is meant, and the finger is a palm. */
const FRESH = 500;

/**
 * How a pointer is held when it comes down or moves: `flips` turns adding into taking away and back; `pressure` is null
 * where the device measures none.
 *
 * @typedef {{shift: boolean, flips: boolean, pressure: number | null}} Hold
 *
 * `erases` takes away whatever is in hand; `back` is the right button, which takes a corner back while a shape is open;
 * `kind` is the `pointerType`.
 *
 * @typedef {Hold & {erases: boolean, back: boolean, kind: string}} Intent
 * @typedef {{move: (point: Point, hold: Hold) => void, end: () => void, cancel: () => void}} Course
 * @typedef {{
 *   begin: (point: Point, intent: Intent) => Course,
 *   hover: (at: Point | null, hold: Hold) => void,
 *   panning: (on: boolean) => void,
 *   size: (at: Point) => Course | null,
 *   tapped: (fingers: number) => void,
 *   pen: () => void,
 * }} Host `size` is asked for Alt+right-drag, where the tool has a size; its course is told stage pixels
 */

/**
 * Pointers on the stage: one paints, the middle button or Space moves the picture, two fingers pinch, two or three tap.
 *
 * A second finger takes back what the first had just begun. Once a pen is seen, fingers only move the picture, and
 * while it is down they are not heard at all: that is the palm.
 */
export class Input {
  /**
   * What the pointer that is down does.
   *
   * `buttons` are those it came down with.
   *
   * @type {{id: number, type: string, buttons: number, since: number, course: Course, place: (event: PointerEvent) => Point} | null}
   */
  #busy = null;
  #fingers = new Fingers();
  /** The view when the second finger came down. @type {View | null} */
  #pinch = null;
  #penSeen = false;
  #spaceHeld = false;
  #panning = false;

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
    surface.addEventListener('lostpointercapture', (event) => event.pointerId === this.#busy?.id && this.#up(event));
    surface.addEventListener('pointerleave', (event) => this.host.hover(null, holdOf(event)));
    surface.addEventListener('contextmenu', (event) => event.preventDefault());
    zoomByWheel(surface, camera, (event) => this.#at(event));
    for (const refuse of [refuseLateMenu, refuseMiddleScroll, refuseScribble, refuseDoubleTapZoom, refusePagePinch]) refuse(surface);
  }

  /** @returns {boolean} whether a pointer paints, sizes or moves something now */
  get busy() {
    return this.#busy !== null;
  }

  /** @param {boolean} held whether the key that turns dragging into moving is down */
  holdPan(held) {
    this.#spaceHeld = held;
    this.#tellPanning();
  }

  /** Takes back what the pointer has begun; it does nothing more until it is lifted and comes down again. */
  drop() {
    const busy = this.#busy;
    this.#busy = null;
    busy?.course.cancel();
    this.#tellPanning();
  }

  /** Ends what the pointer has begun as if it were lifted now. */
  #finish() {
    const busy = this.#busy;
    this.#busy = null;
    busy?.course.end();
    this.#tellPanning();
  }

  /** A stroke in the making goes on under Space: dragging moves the picture only once it has ended. */
  #tellPanning() {
    this.host.panning(this.#panning || (this.#spaceHeld && !this.#busy));
  }

  /**
   * The stage became another one under the fingers, a phone that is turned: what they do from here on is another thing.
   *
   * @param {boolean} keeps whether what they have done so far counts
   */
  part(keeps) {
    if (keeps) this.#finish();
    else this.drop();
    this.#fingers.forget();
    this.#pinch = null;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    // A mouse's buttons at the thumb go back and forward.
    if (event.pointerType === 'mouse' && event.button > RIGHT_BUTTON) return;
    if (event.pointerType === 'pen') this.#see();
    if (event.pointerType === 'touch' && !this.#finger(event)) return;
    if (this.#busy) return;
    this.surface.setPointerCapture(event.pointerId);
    const { pointerId: id, pointerType: type, buttons, timeStamp: since } = event;
    this.#busy = { id, type, buttons, since, ...this.#course(event) };
    this.#hover(event);
  }

  /**
   * @param {PointerEvent} event
   * @returns {{course: Course, place: (event: PointerEvent) => Point}} what the pointer does, and in which pixels it thinks
   */
  #course(event) {
    const stage = (/** @type {PointerEvent} */ each) => this.#at(each);
    const moves = event.button === MIDDLE_BUTTON || this.#spaceHeld || (event.pointerType === 'touch' && this.#penSeen);
    if (moves) return { course: this.#grasp(this.#at(event)), place: stage };
    const sizes = event.altKey && event.button === RIGHT_BUTTON ? this.host.size(this.#at(event)) : null;
    if (sizes) return { course: sizes, place: stage };
    return { course: this.host.begin(this.#image(event), intentOf(event)), place: (each) => this.#image(each) };
  }

  /** A pen: the hand that holds it rests on the screen, and may have come down before it. */
  #see() {
    if (!this.#penSeen) this.host.pen();
    this.#penSeen = true;
    if (this.#busy?.type === 'touch') this.drop();
    this.#fingers.forget();
    this.#pinch = null;
  }

  /**
   * @param {PointerEvent} event
   * @returns {boolean} whether this finger may act alone
   */
  #finger(event) {
    const busy = this.#busy;
    if (busy && busy.type !== 'touch') return false;
    const fresh = !busy || event.timeStamp - busy.since <= FRESH || !this.#fingers.moved;
    if (!fresh && !this.#penSeen) return false;
    this.#fingers.press(event.pointerId, this.#at(event), event.timeStamp);
    if (this.#fingers.count === 1) return true;
    this.surface.setPointerCapture(event.pointerId);
    this.drop();
    this.host.hover(null, holdOf(event));
    this.#pinch = this.camera.view;
    return false;
  }

  /**
   * Moves the picture along.
   *
   * @param {Point} from in stage pixels
   * @returns {Course}
   */
  #grasp(from) {
    let last = from;
    const turn = (/** @type {boolean} */ on) => {
      this.#panning = on;
      this.#tellPanning();
    };
    turn(true);
    return {
      move: (at) => {
        this.camera.panBy(at.x - last.x, at.y - last.y);
        last = at;
      },
      end: () => turn(false),
      cancel: () => turn(false),
    };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerType === 'pen' && !this.#penSeen) this.#see();
    this.#fingers.move(event.pointerId, this.#at(event));
    const { pair } = this.#fingers;
    if (this.#pinch) {
      if (pair && this.#fingers.moved) this.camera.pinch(this.#pinch, pair.from, pair.to);
      return;
    }
    const busy = this.#busy;
    if (busy && samePointer(busy, event)) {
      if (letGo(busy, event)) this.#up(event);
      else for (const part of samplesOf(event)) busy.course.move(busy.place(part), holdOf(part));
    }
    this.#hover(event);
  }

  /**
   * The end of a pointer; may come more than once for the same one.
   *
   * @param {PointerEvent} event
   */
  #up(event) {
    const tapped = this.#fingers.lift(event.pointerId, event.timeStamp);
    // The finger that stays after a pinch does nothing until it is lifted too.
    if (this.#fingers.count === 0) this.#pinch = null;
    if (this.#busy && samePointer(this.#busy, event)) this.#finish();
    if (event.pointerType === 'touch') this.host.hover(null, holdOf(event));
    else this.#hover(event);
    if (tapped > 1) this.host.tapped(tapped);
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    if (event.pointerType === 'touch') {
      // The system took the finger for a gesture of its own; a mouse or pen was just interrupted.
      if (this.#busy?.id === event.pointerId) this.drop();
      this.#fingers.forget();
    }
    this.#up(event);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const paints = this.#busy && samePointer(this.#busy, event);
    if (event.pointerType !== 'touch' || paints) this.host.hover(this.#at(event), holdOf(event));
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
 * Whether the button is up, though nobody told us: it was let go over another window, or while a second one was down,
 * of which the browser says no more than that something moved.
 *
 * @param {{type: string, buttons: number}} held
 * @param {PointerEvent} event
 */
function letGo(held, event) {
  return event.buttons === 0 || (held.type === 'mouse' && (event.buttons & held.buttons) === 0);
}

/**
 * @param {PointerEvent} event
 * @returns {Hold}
 */
function holdOf(event) {
  return { shift: event.shiftKey, flips: event.altKey, pressure: event.pointerType === 'pen' ? event.pressure : null };
}

/**
 * @param {PointerEvent} event
 * @returns {Intent}
 */
function intentOf(event) {
  const right = event.button === RIGHT_BUTTON;
  const erases = (event.buttons & PEN_ERASER) !== 0;
  return { ...holdOf(event), flips: event.altKey || right, erases, back: right, kind: event.pointerType };
}
