/** @import { Point } from '../engine/raster.js' */

/** A finger that has gone no farther than this, in CSS pixels, has not moved: skin rolls. */
export const STILL = 10;

/** A tap of several fingers is over this many ms after the first came down. */
const TAP = 450;

/**
 * The fingers on the stage, and what several of them do together: pinch, or tap.
 *
 * Two or three that come down and go up again at once, without moving, are a tap.
 */
export class Fingers {
  /** Where each is, and where it was when the last one came down. @type {Map<number, {at: Point, from: Point}>} */
  #down = new Map();
  /** How many there were at most since the first came down. */
  #most = 0;
  #since = 0;
  #moved = false;
  /** Whether one had moved before the last came down. */
  #wandered = false;

  get count() {
    return this.#down.size;
  }

  /** Whether one has moved since the last came down. */
  get moved() {
    return this.#moved;
  }

  /**
   * @param {number} id
   * @param {Point} at in stage pixels
   * @param {number} time in ms
   */
  press(id, at, time) {
    const first = !this.#down.size;
    if (first) {
      this.#most = 0;
      this.#since = time;
    }
    this.#wandered = !first && (this.#wandered || this.#moved);
    this.#moved = false;
    for (const finger of this.#down.values()) finger.from = finger.at;
    this.#down.set(id, { at, from: at });
    this.#most = Math.max(this.#most, this.#down.size);
  }

  /**
   * @param {number} id
   * @param {Point} at
   */
  move(id, at) {
    const finger = this.#down.get(id);
    if (!finger) return;
    finger.at = at;
    this.#moved ||= Math.hypot(at.x - finger.from.x, at.y - finger.from.y) > STILL;
  }

  /**
   * @param {number} id
   * @param {number} time
   * @returns {number} of how many fingers this ends a tap; 0 where it ends none
   */
  lift(id, time) {
    if (!this.#down.delete(id) || this.#down.size) return 0;
    const still = !this.#moved && !this.#wandered;
    return this.#most > 1 && still && time - this.#since <= TAP ? this.#most : 0;
  }

  /** None of those that are down counts any more. */
  forget() {
    this.#down.clear();
    this.#most = 0;
  }

  /** @returns {{from: [Point, Point], to: [Point, Point]} | null} what the first two have done since the last came down */
  get pair() {
    const [one, other] = this.#down.values();
    return other ? { from: [one.from, other.from], to: [one.at, other.at] } : null;
  }
}
