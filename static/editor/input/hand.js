import { NOTHING } from '../tools/tool.js';

/** @import { Camera } from '../view/camera.js' */
/** @import { Easel } from './easel.js' */
/** @import { Course, Hold, Intent } from './input.js' */
/** @import { Outline } from '../view/outline.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Point } from '../engine/raster.js' */
/** @import { Mark, Stroke, Tool } from '../tools/tool.js' */

/** Places nearer to each other than this, in CSS pixels, are one place to the hand; a finger hides what it aims at. */
const NEAR = 8;
const NEAR_BY = new Map([['touch', 16], ['keyboard', 2]]);

/**
 * The hand on the picture: makes strokes of the tool it holds, for a pointer as for the keyboard's crosshair.
 *
 * Dispatches `begin` (detail: whether it adds), `mark` (detail: the {@link Mark} and the tool's name) when something has come of a stroke, and
 * `draft` when a shape that stays open may have got or lost a corner.
 */
export class Hand extends EventTarget {
  /** Where the last line ended, for straight ones. @type {Point | null} */
  #lastEnd = null;
  /** The tool whose shape is open. @type {Tool | null} */
  #opened = null;

  /**
   * @param {Easel} easel
   * @param {Painting} painting
   * @param {Outline} outline
   * @param {Camera} camera
   */
  constructor(easel, painting, outline, camera) {
    super();
    this.easel = easel;
    this.painting = painting;
    this.outline = outline;
    this.camera = camera;
  }

  /** The shape that stays open between presses, null where there is none. */
  get draft() {
    return this.#opened?.draft ?? null;
  }

  /**
   * @param {Point} point in image pixels
   * @param {Intent} intent
   * @returns {Course}
   */
  begin(point, intent) {
    const { easel, painting, outline, camera } = this;
    const { tool } = easel;
    const near = (NEAR_BY.get(intent.kind) ?? NEAR) / camera.view.scale;
    const adds = !intent.erases && easel.adds !== intent.flips;
    this.dispatchEvent(new CustomEvent('begin', { detail: adds }));
    const start = { painting, outline, point, near, adds, from: this.#lastEnd, ...this.#grip(intent) };
    const stroke = intent.back && this.draft ? this.#takeBack(this.draft) : tool.begin(start);
    if (tool.draft) this.#opened = tool;
    painting.busy = true;
    return {
      move: (to, hold) => stroke.move(to, this.#grip(hold)),
      end: () => {
        const mark = stroke.end();
        painting.busy = false;
        this.#made(tool, mark);
        this.dispatchEvent(new Event('draft'));
      },
      cancel: () => {
        stroke.cancel();
        painting.busy = false;
      },
    };
  }

  /**
   * @param {Point} point in image pixels
   * @param {boolean} shift
   */
  hover(point, shift) {
    this.draft?.hover(point, shift);
  }

  /** @returns {boolean} whether an open shape could be closed */
  close() {
    const tool = this.#opened;
    const mark = this.draft?.close() ?? null;
    if (tool) this.#made(tool, mark);
    this.dispatchEvent(new Event('draft'));
    return mark !== null;
  }

  /** @returns {boolean} whether there was a corner to take back */
  back() {
    if (!this.draft) return false;
    this.draft.back();
    this.dispatchEvent(new Event('draft'));
    return true;
  }

  /** The picture goes: nothing of it is kept. */
  leave() {
    this.drop();
    this.#lastEnd = null;
  }

  /** @returns {boolean} whether there was a shape to drop */
  drop() {
    if (!this.draft) return false;
    this.draft.drop();
    this.dispatchEvent(new Event('draft'));
    return true;
  }

  /**
   * @param {{back: () => void}} draft
   * @returns {Stroke}
   */
  #takeBack(draft) {
    draft.back();
    return NOTHING;
  }

  /** @param {Pick<Hold, 'shift' | 'pressure'>} hold */
  #grip({ shift, pressure }) {
    return { shift, radius: this.easel.radiusAt(pressure) };
  }

  /**
   * @param {Tool} tool
   * @param {Mark | null} mark
   */
  #made(tool, mark) {
    if (!mark) return;
    if (mark.shape === 'line') this.#lastEnd = mark.points[mark.points.length - 1];
    this.dispatchEvent(new CustomEvent('mark', { detail: { ...mark, tool: tool.name } }));
  }
}
