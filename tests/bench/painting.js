/**
 * What tests/bench/painting.py runs in the page: the same pointer moves on our engine and on a canvas of the photo's
 * size, and the same mask exported both ways. Times are in ms.
 */

import { Encoder } from '../../static/editor/packing/encoder.js';
import { Outline } from '../../static/editor/view/outline.js';
import { Painting } from '../../static/editor/engine/painting.js';
import { Overlay } from '../../static/editor/view/render.js';
import { brush, eraser } from '../../static/editor/tools/brush.js';
import { lasso } from '../../static/editor/tools/lasso.js';
import { polygonTool } from '../../static/editor/tools/polygon.js';
import { rectangle } from '../../static/editor/tools/rectangle.js';
import { selectTool } from '../../static/editor/tools/select.js';
import { fit } from '../../static/editor/view/view.js';

const STAGE = { width: 1280, height: 800 };
const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const COLOUR = '#7878CD';
const MOVES = 120;

/** @import { Tool } from '../../static/editor/tools/tool.js' */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{painting: Painting, overlay: Overlay, outline: Outline}} Easel */

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/**
 * The mean of the middle half: as steady as the median, and finer than the clock's steps, a third of a move each.
 *
 * @param {number[]} values
 */
function middle(values) {
  const half = values.toSorted((a, b) => a - b).slice(values.length >> 2, -(values.length >> 2));
  return half.reduce((sum, value) => sum + value, 0) / half.length;
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
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'outline');
  document.body.replaceChildren(canvas, svg);
  const painting = new Painting(width, height);
  const overlay = new Overlay(canvas, painting);
  overlay.resize(STAGE, 1);
  const view = scale ? { scale, x: STAGE.width / 2 - (width / 2) * scale, y: STAGE.height / 2 - (height / 2) * scale } : fit(STAGE, { width, height }, NO_INSETS);
  overlay.show(view);
  overlay.flush();
  const outline = new Outline(svg);
  outline.follow(view);
  return { painting, overlay, outline, scale: view.scale };
}

/**
 * @param {Easel} on
 * @param {Tool} tool
 * @param {Point} point
 * @param {number} radius
 */
function begin({ painting, outline }, tool, point, radius) {
  return tool.begin({ painting, outline, point, radius, from: null, adds: true, shift: false, near: 1 });
}

/**
 * One stroke, one move a frame.
 *
 * @param {Easel} on
 * @param {Point[]} points
 * @param {number} radius
 * @param {Tool} [tool]
 * @returns {number[]} script and blit of each move
 */
export function stroke(on, points, radius, tool = brush) {
  const begun = begin(on, tool, points[0], radius);
  const show = tool.round ? on.overlay : on.outline;
  show.flush();
  const times = points.slice(1).map((point) => {
    const start = performance.now();
    begun.move(point, { shift: false, radius });
    show.flush();
    return performance.now() - start;
  });
  begun.end();
  return times;
}

/**
 * A lasso of as many points as a person makes in minutes, about the whole photo, with waves that cross each other.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} points
 * @returns {Point[]}
 */
function loop(width, height, points) {
  return Array.from({ length: points }, (_, at) => {
    const turn = (at / points) * 2 * Math.PI;
    const reach = 0.38 + 0.06 * Math.sin(turn * 9) + 0.04 * Math.sin(turn * 200);
    return { x: width * (0.5 + reach * Math.cos(turn)), y: height * (0.5 + reach * Math.sin(turn)) };
  });
}

/**
 * A move near a lasso's beginning and near its end, and what letting it go costs until it is on the screen and can be
 * undone; against the same area filled on a canvas of the photo's size.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} points
 */
function looped(width, height, points) {
  const on = easel(width, height, 0);
  const way = loop(width, height, points);
  const times = stroke(on, way, 1, lasso);
  const closed = [0, 1, 2].map(() => {
    on.painting.undo();
    const begun = begin(on, lasso, way[0], 1);
    for (const point of way) begun.move(point, { shift: false, radius: 1 });
    const start = performance.now();
    begun.end();
    on.overlay.flush();
    return performance.now() - start;
  });
  const context = fullSize(width, height);
  const start = performance.now();
  context.beginPath();
  for (const { x, y } of way) context.lineTo(x, y);
  context.fill();
  // The canvas puts its work off until somebody looks.
  context.getImageData(0, 0, 1, 1);
  const canvas = performance.now() - start;
  release(context);
  return { first: median(times.slice(8, 248)), last: median(times.slice(-240)), closed: Math.min(...closed), canvas };
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
  const first = middle(stroke(on, shown, radius));
  let undoBytes = on.painting.history.bytes;
  for (let number = 2; number < 200; number += 1) {
    const before = on.painting.history.bytes;
    stroke(on, path(number, width, height), radius);
    undoBytes = Math.max(undoBytes, on.painting.history.bytes - before);
  }
  return { first, last: middle(stroke(on, shown, radius)), undoBytes };
}

/** @type {Record<string, (width: number, height: number, radius: number) => (move: number) => void>} */
const DRAWING = {
  least: () => nudge(),
  brush: (width, height, radius) => drawing(width, height, radius, brush),
  lasso: (width, height, radius) => drawing(width, height, radius, lasso),
  rectangle: (width, height, radius) => drawing(width, height, radius, rectangle),
  select: (width, height, radius) => drawing(width, height, radius, selectTool(() => {})),
  eraser: (width, height, radius) => drawing(width, height, radius, eraser),
  polygon: (width, height, radius) => cornering(width, height, radius),
  canvas(width, height, radius) {
    const context = fullSize(width, height);
    const points = path(1, width, height);
    return (move) => line(context, points[move % MOVES], points[1 + (move % MOVES)], radius);
  },
};

/**
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 * @param {Tool} tool
 * @returns {(move: number) => void}
 */
function drawing(width, height, radius, tool) {
  const on = easel(width, height, 0);
  const points = path(1, width, height);
  const begun = begin(on, tool, points[0], radius);
  return (move) => {
    begun.move(points[1 + (move % MOVES)], { shift: false, radius });
    (tool.round ? on.overlay : on.outline).flush();
  };
}

/**
 * A polygon of as many corners as one round a sofa has; then its open edge follows the pointer.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 * @returns {(move: number) => void}
 */
function cornering(width, height, radius) {
  const on = easel(width, height, 0);
  const points = path(1, width, height);
  const tool = polygonTool();
  for (const point of points.filter((_, at) => at % 6 === 0)) begin(on, tool, point, radius);
  return (move) => {
    tool.draft?.hover(points[1 + (move % MOVES)], false);
    on.outline.flush();
  };
}

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
  const encoder = new Encoder('/static/editor/packing/worker.js');
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

Object.assign(window, { bench: { warmUp, flatness, looped, prepare, paint, exports } });
