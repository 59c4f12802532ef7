import { FOUND } from './making.js';

/** @import { Entry } from './history.js' */
/** @import { Painting } from './painting.js' */
/** @import { Point } from './raster.js' */

/**
 * What smart select is asked for: a thing at a point or in a box, to be added or taken away, bettered by further places
 * that belong to it or do not. `steps` of the history are those it has come from so far.
 *
 * @typedef {{
 *   revision: number,
 *   corners: [Point] | [Point, Point],
 *   adds: boolean,
 *   further: readonly (Point & {belongs: boolean})[],
 *   steps: readonly Entry[],
 * }} Find
 */

/**
 * What was just found, so that further places can better it. It is the history that tells: a find counts while its step
 * is the last one, so undo goes back to the find before, and any other change ends it.
 */
export class Finds {
  /** @type {WeakMap<Entry, Find>} */
  #of = new WeakMap();

  /** @param {Painting} painting */
  constructor(painting) {
    this.painting = painting;
  }

  /**
   * @param {number} revision that is looked at
   * @returns {Find | null}
   */
  latest(revision) {
    const { last } = this.painting.history;
    const find = last && this.#of.get(last);
    return find?.revision === revision ? find : null;
  }

  /**
   * @param {Find} find
   * @param {Point} point
   * @returns {boolean} whether the mask is other there because of it
   */
  covers({ steps }, point) {
    return this.painting.history.flipped(steps, point);
  }

  /**
   * @param {Find} find
   * @returns {boolean} whether what it betters is still the last thing done
   */
  stands({ steps }) {
    return steps.length === 0 || steps[steps.length - 1] === this.painting.history.last;
  }

  /**
   * Paints what was found, in the place of what it betters, as one step.
   *
   * @param {Find} find
   * @param {Uint8Array} bytes scanlines of the mask's size
   * @returns {boolean} whether anything is other than before
   */
  land(find, bytes) {
    const changed = this.painting.instead(bytes, find.adds, find.steps, FOUND);
    const { last } = this.painting.history;
    // A place that changed nothing counts for the next one all the same.
    if (last && (changed || find.steps.length)) this.#of.set(last, { ...find, steps: changed ? [...find.steps, last] : find.steps });
    return changed;
  }
}
