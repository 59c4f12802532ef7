/**
 * What tests/bench/whole.py runs in the page: what is done to a whole mask, and packing the same mask's file to compare
 * with. Times are in ms.
 */

import { Encoder } from '../../static/editor/packing/encoder.js';
import { Shaper } from '../../static/editor/whole/shaper.js';
import { blocked, easel, path, stroke } from './painting.js';

/** @import { Painting } from '../../static/editor/engine/painting.js' */
/** @import { Work } from '../../static/editor/whole/shaper.js' */

const ROUNDS = 3;
const RADIUS = 75;

/**
 * 24 strokes, as the measured exports have them.
 *
 * @param {number} width
 * @param {number} height
 */
function painted(width, height) {
  const on = easel(width, height, 0);
  for (let number = 0; number < 24; number += 1) stroke(on, path(number, width, height), RADIUS);
  return on.painting;
}

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<{total: number, longest: number}>} the best of some runs
 */
async function best(work) {
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await blocked(work));
  const least = (/** @type {number[]} */ times) => Math.min(...times);
  return { total: least(runs.map(({ total }) => total)), longest: least(runs.map(({ longest }) => longest)) };
}

/**
 * From the press to the mask on the screen and in the history; undone again each time.
 *
 * @param {Painting} painting
 * @param {Work | 'invert'} work
 * @param {number} n
 */
async function once(painting, work, n) {
  if (work === 'invert') painting.invert();
  else {
    const shaper = new Shaper('/static/editor/whole/worker.js');
    const { bytes, rect } = await shaper.reshape(work, painting.mask, n, () => {});
    painting.replace(bytes, work, rect ?? undefined);
  }
  painting.undo();
  // Lets the clock of the main thread tick after the last piece of work.
  await new Promise((resolve) => setTimeout(resolve));
}

/**
 * @param {number} width
 * @param {number} height
 */
async function whole(width, height) {
  const painting = painted(width, height);
  const encoder = new Encoder('/static/editor/packing/worker.js');
  await encoder.encode(painting.mask);
  return {
    encode: await best(() => encoder.encode(painting.mask)),
    grow: await best(() => once(painting, 'grow', 8)),
    far: await best(() => once(painting, 'grow', 100)),
    shrink: await best(() => once(painting, 'shrink', 8)),
    fill: await best(() => once(painting, 'fill-holes', 0)),
    invert: await best(() => once(painting, 'invert', 0)),
  };
}

Object.assign(window, { bench: { whole } });
