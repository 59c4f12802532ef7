import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Easel } from '../../static/editor/input/easel.js';
import { Hand } from '../../static/editor/input/hand.js';
import { Painting } from '../../static/editor/engine/painting.js';
import { samePointer } from '../../static/editor/input/quirks/changingid.js';
import { covers } from '../../static/editor/engine/raster.js';
import { brush, eraser } from '../../static/editor/tools/brush.js';
import { lasso } from '../../static/editor/tools/lasso.js';
import { polygonTool } from '../../static/editor/tools/polygon.js';
import { rectangle } from '../../static/editor/tools/rectangle.js';

/** @import { Intent } from '../../static/editor/input/input.js' */
/** @import { Mark } from '../../static/editor/tools/tool.js' */

const WIDTH = 90;
const HEIGHT = 70;

/** A hand at a picture shown at twice its size, with every tool on the easel. @param {string} name of the one it holds */
function handWith(name) {
  const painting = new Painting(WIDTH, HEIGHT);
  const camera = /** @type {any} */ ({ view: { scale: 2, x: 0, y: 0 } });
  const easel = new Easel([brush, eraser, rectangle, polygonTool(), lasso], camera);
  easel.take(name);
  easel.resize(20);
  /** What the outline shows last; null when it was cleared. @type {{x: number, y: number}[] | null} */
  let shown = null;
  const outline = /** @type {any} */ ({
    draw: (/** @type {any} */ points) => (shown = [...points]),
    begin: (/** @type {any} */ point) => (shown = [point]),
    extend: (/** @type {any} */ point) => shown?.push(point),
    handle: () => {},
    clear: () => (shown = null),
  });
  const hand = new Hand(easel, painting, outline, camera);
  /** @type {(Mark & {tool: string})[]} */
  const marks = [];
  hand.addEventListener('mark', (event) => marks.push(/** @type {CustomEvent} */ (event).detail));
  return { hand, painting, easel, marks, shown: () => shown };
}

/** @param {Partial<Intent>} [more] @returns {Intent} */
function intent(more = {}) {
  return { shift: false, pressure: null, flips: false, erases: false, back: false, kind: 'mouse', ...more };
}

/**
 * @param {Hand} hand
 * @param {[number, number][]} way
 * @param {Partial<Intent>} [more]
 */
function draw(hand, way, more) {
  const [first, ...rest] = way.map(([x, y]) => ({ x, y }));
  const course = hand.begin(first, intent(more));
  for (const point of rest) course.move(point, intent(more));
  course.end();
}

/**
 * @param {Painting} painting
 * @param {(x: number, y: number) => boolean} inside
 */
function assertPainted({ mask }, inside) {
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) assert.equal(mask.get(x, y), inside(x, y) ? 1 : 0, `pixel ${x},${y}`);
  }
}

/** @param {number} left @param {number} top @param {number} right @param {number} bottom */
function box(left, top, right, bottom) {
  return (/** @type {number} */ x, /** @type {number} */ y) => x + 0.5 >= left && x + 0.5 < right && y + 0.5 >= top && y + 0.5 < bottom;
}

test('a rectangle takes the pixels whose centres are between its corners, from whichever corner it is drawn', () => {
  for (const [from, to] of /** @type {[number, number][][]} */ ([[[10.2, 8], [40, 30.7]], [[40, 30.7], [10.2, 8]], [[10.2, 30.7], [40, 8]]])) {
    const { hand, painting } = handWith('rectangle');
    draw(hand, [from, [25, 25], to]);
    assertPainted(painting, box(10.2, 8, 40, 30.7));
    assert.equal(painting.history.undoLabel, 'rectangle');
    painting.undo();
    assert.ok(painting.empty);
  }
});

test('with Shift a rectangle is a square', () => {
  const { hand, painting } = handWith('rectangle');
  draw(hand, [[60, 50], [50, 20]], { shift: true });
  assertPainted(painting, box(30, 20, 60, 50));
});

test('a click with the rectangle or the lasso leaves no speck', () => {
  for (const name of ['rectangle', 'lasso']) {
    const { hand, marks, painting, shown } = handWith(name);
    draw(hand, [[20, 20], [20.6, 20.8], [20.5, 20.2]]);
    assert.ok(painting.empty);
    assert.equal(painting.history.undoLabel, null);
    assert.equal(shown(), null);
    assert.deepEqual(marks, []);
  }
});

test('a lasso fills what it goes round, and a stroke that leaves the picture comes back where it comes back', () => {
  const { hand, marks, painting } = handWith('lasso');
  draw(hand, [[20, 10], [-30, 10], [-30, 40], [20, 40]]);
  assertPainted(painting, box(0, 10, 20, 40));
  assert.equal(painting.history.undoLabel, 'lasso');
  assert.deepEqual(marks[0].points.map(({ x, y }) => [x, y]), [[20, 10], [-30, 10], [-30, 40], [20, 40]]);
});

test('a lasso keeps no points finer than the screen shows', () => {
  const { hand, marks } = handWith('lasso');
  draw(hand, Array.from({ length: 4000 }, (_, at) => /** @type {[number, number]} */ ([at / 100, (at % 2) / 50])));
  assert.ok(marks[0].points.length < 90, `${marks[0].points.length}`);
  assert.equal(marks[0].points.at(-1)?.x, 39.99);
});

test('a polygon closes at its first corner, at a second click on the last one, and by the key', () => {
  for (const way of ['first corner', 'double click', 'key']) {
    const { hand, painting, shown } = handWith('polygon');
    for (const corner of /** @type {[number, number][]} */ ([[10, 10], [50, 10], [50, 40], [10, 40]])) draw(hand, [corner]);
    assert.ok(painting.empty);
    if (way === 'first corner') draw(hand, [[11, 12]]);
    if (way === 'double click') draw(hand, [[10, 40]]);
    if (way === 'key') assert.ok(hand.close());
    assertPainted(painting, box(10, 10, 50, 40));
    assert.equal(painting.history.undoLabel, 'polygon');
    assert.equal(hand.draft, null);
    assert.equal(shown(), null);
  }
});

test('corners of a polygon are taken back one by one, by key and by the right button', () => {
  const { hand, painting } = handWith('polygon');
  for (const corner of /** @type {[number, number][]} */ ([[10, 10], [50, 10], [50, 40], [80, 60], [70, 66]])) draw(hand, [corner]);
  assert.ok(hand.back());
  draw(hand, [[3, 3]], { back: true, flips: true });
  draw(hand, [[10, 40]]);
  hand.close();
  assertPainted(painting, box(10, 10, 50, 40));
  assert.equal(hand.back(), false);
});

test('a polygon with its last corner taken back, or dropped, is gone; two corners do not close', () => {
  const { hand, painting, shown } = handWith('polygon');
  draw(hand, [[10, 10]]);
  draw(hand, [[50, 10]]);
  assert.equal(hand.close(), false);
  draw(hand, [[50, 10]]);
  hand.back();
  hand.back();
  assert.equal(hand.draft, null);
  draw(hand, [[10, 10]]);
  assert.ok(hand.drop());
  assert.equal(shown(), null);
  assert.equal(hand.drop(), false);
  assert.ok(painting.empty);
});

test('with Shift the edges of a polygon keep to eighths of a turn', () => {
  const { hand, marks } = handWith('polygon');
  draw(hand, [[10, 10]]);
  draw(hand, [[50, 13]], { shift: true });
  draw(hand, [[48, 50]], { shift: true });
  hand.close();
  const [, second, third] = marks[0].points;
  assert.ok(Math.abs(second.y - 10) < 1e-9);
  assert.ok(Math.abs(third.x - second.x) < 1e-9);
});

test('a second finger takes back only the corner it interrupts', () => {
  const { hand } = handWith('polygon');
  draw(hand, [[10, 10]]);
  hand.begin({ x: 50, y: 10 }, intent({ kind: 'touch' })).cancel();
  draw(hand, [[50, 40]]);
  draw(hand, [[10, 40]]);
  assert.ok(hand.close());
});

test('every tool takes away while it is turned over, and Alt or the right button turn it for one stroke', () => {
  for (const name of ['brush', 'rectangle', 'lasso', 'polygon']) {
    const { easel, hand, painting } = handWith(name);
    const shape = () => {
      if (name === 'polygon') for (const corner of [[20, 20], [60, 20], [60, 50]]) draw(hand, [/** @type {[number, number]} */ (corner)], { flips });
      if (name === 'polygon') hand.close();
      else draw(hand, [[20, 20], [60, 20], [60, 50]], { flips });
    };
    let flips = false;
    shape();
    const painted = painting.mask.count();
    assert.ok(painted > 50);
    easel.flip();
    shape();
    assert.equal(painting.mask.count(), 0, name);
    flips = true;
    shape();
    assert.equal(painting.mask.count(), painted, name);
    easel.flip();
    shape();
    assert.equal(painting.mask.count(), 0, name);
  }
});

test('the eraser end of a pen erases with whatever is in hand', () => {
  const { easel, hand, painting } = handWith('brush');
  draw(hand, [[20, 20], [60, 20]]);
  easel.flip();
  draw(hand, [[20, 20], [60, 20]], { erases: true });
  assert.ok(painting.empty);
});

test('X lays the eraser down for the brush', () => {
  const { easel } = handWith('eraser');
  assert.equal(easel.adds, false);
  easel.flip();
  assert.deepEqual([easel.tool.name, easel.adds], ['brush', true]);
});

test('Shift-click draws a straight line from where the last stroke ended, Shift-drag keeps to an axis', () => {
  const { hand, marks, painting } = handWith('brush');
  draw(hand, [[20, 20]]);
  draw(hand, [[60, 40]], { shift: true });
  assertPainted(painting, (x, y) => covers(x, y, { x: 20, y: 20 }, { x: 60, y: 40 }, 5));
  painting.clear();
  draw(hand, [[20, 50], [22, 51], [40, 53], [70, 58]], { shift: true });
  assertPainted(painting, (x, y) => covers(x, y, { x: 20, y: 50 }, { x: 70, y: 50 }, 5));
  assert.deepEqual(marks[2].points.map(({ y }) => y), [50, 50, 50]);
});

test('Shift pressed in the middle of a stroke keeps to an axis from there, and lets go again', () => {
  const { hand, marks } = handWith('brush');
  const course = hand.begin({ x: 10, y: 10 }, intent());
  course.move({ x: 20, y: 15 }, intent());
  course.move({ x: 23, y: 30 }, intent({ shift: true }));
  course.move({ x: 26, y: 50 }, intent({ shift: true }));
  course.move({ x: 40, y: 60 }, intent());
  course.end();
  assert.deepEqual(marks[0].points.map(({ x, y }) => [x, y]), [[10, 10], [20, 15], [20, 30], [20, 50], [40, 60]]);
});

test('one click is a dot', () => {
  const { hand, painting } = handWith('brush');
  draw(hand, [[30, 30]]);
  assertPainted(painting, (x, y) => covers(x, y, { x: 30, y: 30 }, { x: 30, y: 30 }, 5));
});

test('pressure makes the brush smaller only where the person wants that', () => {
  const { easel, hand, marks } = handWith('brush');
  draw(hand, [[30, 30]], { pressure: 0.1 });
  easel.pressed = true;
  draw(hand, [[30, 30]], { pressure: 0.1 });
  draw(hand, [[30, 30]], { pressure: 1 });
  draw(hand, [[30, 30]], { pressure: null });
  const [off, light, full, mouse] = marks.map(({ points }) => points[0].radius);
  assert.ok(light < 0.3 * off && light > 0.7);
  assert.deepEqual([full, mouse], [off, off]);
});

test('what is cancelled leaves nothing behind', () => {
  for (const name of ['brush', 'eraser', 'rectangle', 'lasso']) {
    const { hand, painting, marks, shown } = handWith(name);
    const course = hand.begin({ x: 10, y: 10 }, intent());
    course.move({ x: 60, y: 50 }, intent());
    course.cancel();
    assert.equal(painting.mask.count(), 0);
    assert.equal(painting.busy, false);
    assert.equal(shown(), null);
    assert.deepEqual(marks, []);
  }
});

test('a pen or mouse whose number changes is still the same one; fingers are told apart', () => {
  assert.ok(samePointer({ id: 21, type: 'pen' }, { pointerId: 45, pointerType: 'pen' }));
  assert.ok(samePointer({ id: 21, type: 'mouse' }, { pointerId: 45, pointerType: 'mouse' }));
  assert.ok(!samePointer({ id: 1, type: 'touch' }, { pointerId: 2, pointerType: 'touch' }));
  assert.ok(!samePointer({ id: 1, type: 'pen' }, { pointerId: 2, pointerType: 'mouse' }));
});
