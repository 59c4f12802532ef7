/**
 * What tests/bench/painting.py runs in the page: the same pointer moves on our engine and on a canvas of the photo's
 * size, and the same mask exported both ways. Times are in ms.
 */

import { Encoder } from '../../static/editor/encoder.js';
import { Painting } from '../../static/editor/painting.js';
import { Overlay } from '../../static/editor/render.js';
import { brush } from '../../static/editor/tools/brush.js';
import { fit } from '../../static/editor/view.js';

const STAGE = { width: 1280, height: 800 };
const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const COLOUR = '#7878CD';
const MOVES = 120;

/** @typedef {{x: number, y: number}} Point */

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** @returns {Promise<number>} the time of the next frame */
function frame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/**
 * A wavy stroke, about a screen wide, that begins somewhere else for each number.
 *
 * @param {number} number
 * @param {number} width
 * @param {number} height
 * @returns {Point[]}
 */
export function path(number, width, height) {
  const left = ((number * 0.618) % 1) * (width - 1500) + 100;
  const top = ((number * 0.377) % 1) * (height - 900) + 300;
  return Array.from({ length: MOVES + 1 }, (_, at) => ({ x: left + at * 10.3, y: top + 150 * Math.sin(at / 9) }));
}

/** @param {number} width @param {number} height @param {number} scale */
export function easel(width, height, scale) {
  const canvas = document.createElement('canvas');
  document.body.replaceChildren(canvas);
  const painting = new Painting(width, height);
  const overlay = new Overlay(canvas, painting);
  overlay.resize(STAGE, 1);
  const view = scale ? { scale, x: STAGE.width / 2 - (width / 2) * scale, y: STAGE.height / 2 - (height / 2) * scale } : fit(STAGE, { width, height }, NO_INSETS);
  overlay.show(view);
  overlay.flush();
  return { painting, overlay, scale: view.scale };
}

/**
 * One stroke, one move a frame.
 *
 * @param {{painting: Painting, overlay: Overlay}} on
 * @param {Point[]} points
 * @param {number} radius
 * @returns {number[]} script and blit of each move
 */
export function stroke({ painting, overlay }, points, radius) {
  const begun = brush.begin(painting, points[0], radius, null);
  overlay.flush();
  const times = points.slice(1).map((point) => {
    const start = performance.now();
    begun.move(point);
    overlay.flush();
    return performance.now() - start;
  });
  begun.end();
  return times;
}

/**
 * Script and blit per move in the first stroke and in the 200th, which follows the same path; zoomed to 1:1 about the
 * picture's middle, where the path lies, so that what is on the screen is the same for every size of photo.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
function flatness(width, height, radius) {
  const on = easel(width, height, 1);
  const shown = path(0, 1600, 900).map(({ x, y }) => ({ x: x + width / 2 - 720, y: y + height / 2 - 300 }));
  const first = median(stroke(on, shown, radius));
  let undoBytes = on.painting.history.bytes;
  for (let number = 2; number < 200; number += 1) {
    const before = on.painting.history.bytes;
    stroke(on, path(number, width, height), radius);
    undoBytes = Math.max(undoBytes, on.painting.history.bytes - before);
  }
  return { first, last: median(stroke(on, shown, radius)), undoBytes };
}

/** @type {Record<string, (width: number, height: number, radius: number) => (move: number) => void>} */
const DRAWING = {
  least: () => nudge(),
  ours(width, height, radius) {
    const { painting, overlay } = easel(width, height, 0);
    const points = path(1, width, height);
    const begun = brush.begin(painting, points[0], radius, null);
    return (move) => {
      begun.move(points[1 + (move % MOVES)]);
      overlay.flush();
    };
  },
  canvas(width, height, radius) {
    const context = fullSize(width, height);
    const points = path(1, width, height);
    return (move) => line(context, points[move % MOVES], points[1 + (move % MOVES)], radius);
  },
};

/** @type {(move: number) => void} */
let draw = () => {};

/**
 * Gets ready to draw, the photo fitted to the stage; two frames go by so that what is set up is not counted.
 *
 * @param {string} way
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
async function prepare(way, width, height, radius) {
  draw = DRAWING[way](width, height, radius);
  draw(0);
  await frame();
  await frame();
}

/**
 * Draws one move a frame.
 *
 * @param {number} moves
 * @returns {Promise<number>} ms a frame
 */
async function paint(moves) {
  const start = performance.now();
  for (let move = 1; move <= moves; move += 1) {
    draw(move);
    await frame();
  }
  return (performance.now() - start) / moves;
}

/**
 * The least a frame can show, so that the browser makes one: a small box that moves.
 *
 * @returns {(move: number) => void}
 */
function nudge() {
  const box = document.createElement('div');
  Object.assign(box.style, { position: 'fixed', width: '8px', height: '8px', background: COLOUR });
  document.body.replaceChildren(box);
  return (move) => {
    box.style.left = `${move % 50}px`;
  };
}

/** @param {number} width @param {number} height */
function fullSize(width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const scale = Math.min(STAGE.width / width, STAGE.height / height);
  Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  document.body.replaceChildren(canvas);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  Object.assign(context, { lineCap: 'round', lineJoin: 'round', strokeStyle: COLOUR });
  return context;
}

/** @param {CanvasRenderingContext2D} context */
function release({ canvas }) {
  Object.assign(canvas, { width: 0, height: 0 });
}

/** @param {CanvasRenderingContext2D} context @param {Point} from @param {Point} to @param {number} radius */
function line(context, from, to, radius) {
  context.lineWidth = radius * 2;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

/**
 * The longest time the main thread did not come round while `work` ran.
 *
 * @param {() => Promise<unknown>} work
 */
export async function blocked(work) {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let running = true;
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) port2.postMessage(0);
  };
  port2.postMessage(0);
  await frame();
  longest = 0;
  const start = performance.now();
  await work();
  const total = performance.now() - start;
  running = false;
  port1.close();
  return { total, longest };
}

/**
 * Both ways to a PNG of the same 24 strokes, best of some.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
async function exports(width, height, radius) {
  const on = easel(width, height, 0);
  const context = fullSize(width, height);
  for (let number = 0; number < 24; number += 1) {
    const points = path(number, width, height);
    stroke(on, points, radius);
    points.slice(1).forEach((point, at) => line(context, points[at], point, radius));
  }
  const encoder = new Encoder('/static/editor/worker.js');
  await encoder.encode(on.painting.mask);
  const ours = [];
  const theirs = [];
  let bytes = 0;
  for (let round = 0; round < 5; round += 1) {
    for (let again = 0; again < 3; again += 1) {
      ours.push(await blocked(async () => (bytes = (await encoder.encode(on.painting.mask)).size)));
    }
    theirs.push(await blocked(() => new Promise((resolve) => context.canvas.toBlob(resolve))));
  }
  release(context);
  const best = (/** @type {number[]} */ times) => Math.min(...times);
  return {
    ours: best(ours.map(({ total }) => total)),
    theirs: best(theirs.map(({ total }) => total)),
    blocked: best(ours.map(({ longest }) => longest)),
    bytes,
  };
}

/** Lets the compiler see every path before anything is timed. */
function warmUp() {
  const on = easel(3000, 2000, 1);
  for (let number = 0; number < 20; number += 1) stroke(on, path(number, 3000, 2000), 75);
}

Object.assign(window, { bench: { warmUp, flatness, prepare, paint, exports } });
