import assert from 'node:assert/strict';
import test from 'node:test';
import { Finds } from '../../static/editor/engine/finds.js';
import { Painting } from '../../static/editor/engine/painting.js';

/** @import { Find } from '../../static/editor/engine/finds.js' */

/** Two tiles across, the right one cut off. */
const SIZE = { width: 300, height: 40 };
const STRIDE = 1 + Math.ceil(SIZE.width / 8);
const PLACE = { x: 270, y: 5 };

/** @param {number[]} those that are painted from edge to edge */
function rows(...those) {
  const bytes = new Uint8Array(STRIDE * SIZE.height);
  for (const row of those) bytes.fill(255, row * STRIDE + 1, (row + 1) * STRIDE - 1);
  return bytes;
}

/** @param {Partial<Find>} [find] @returns {Find} */
function wish(find = {}) {
  return { revision: 1, corners: [PLACE], adds: true, further: [], steps: [], ...find };
}

/** @param {Painting} painting */
function painted(painting) {
  return Array.from({ length: SIZE.height }, (_, row) => row).filter((row) => painting.mask.bytes[row * STRIDE + 1] === 255);
}

function begun() {
  const painting = new Painting(SIZE.width, SIZE.height);
  painting.add(rows(2, 3), 'stroke');
  const finds = new Finds(painting);
  finds.land(wish(), rows(3, 5));
  return { painting, finds };
}

/** @param {Finds} finds @returns {Find} */
function latest(finds) {
  const find = finds.latest(1);
  assert.ok(find);
  return find;
}

test('a better find takes the place of the last one, as one step, and leaves what was painted before', () => {
  const { painting, finds } = begun();
  assert.deepEqual(painted(painting), [2, 3, 5]);

  finds.land({ ...latest(finds), further: [{ ...PLACE, belongs: false }] }, rows(7));
  assert.deepEqual(painted(painting), [2, 3, 7]);
  finds.land({ ...latest(finds), further: [{ ...PLACE, belongs: true }] }, rows(3, 7, 9));
  assert.deepEqual(painted(painting), [2, 3, 7, 9]);

  painting.undo();
  assert.deepEqual(painted(painting), [2, 3, 7]);
  painting.undo();
  assert.deepEqual(painted(painting), [2, 3, 5]);
  painting.redo();
  painting.redo();
  assert.deepEqual(painted(painting), [2, 3, 7, 9]);
  assert.equal(painting.mask.count(), painting.history.painted);
});

test('a better find of a thing that is taken away gives back what it took too much', () => {
  const { painting, finds } = begun();
  finds.land(wish({ adds: false }), rows(2, 5));
  assert.deepEqual(painted(painting), [3]);

  finds.land({ ...latest(finds), further: [{ ...PLACE, belongs: false }] }, rows(5));

  assert.deepEqual(painted(painting), [2, 3]);
});

test('after undo the find before counts again, with its places', () => {
  const { painting, finds } = begun();
  finds.land({ ...latest(finds), further: [{ ...PLACE, belongs: true }] }, rows(5, 6));
  assert.equal(latest(finds).further.length, 1);
  painting.undo();
  assert.equal(latest(finds).further.length, 0);
  painting.redo();
  assert.equal(latest(finds).further.length, 1);
});

test('any other change ends it, its undoing brings it back, another revision has none', () => {
  const { painting, finds } = begun();
  const find = latest(finds);
  painting.add(rows(20), 'stroke');
  assert.equal(finds.latest(1), null);
  assert.equal(finds.stands({ ...find }), false);
  painting.undo();
  assert.equal(latest(finds), find);
  assert.equal(finds.stands(find), true);
  assert.equal(finds.latest(2), null);
});

test('a place that changes nothing is remembered for the next one', () => {
  const { painting, finds } = begun();
  const { changes } = painting;
  assert.equal(finds.land({ ...latest(finds), further: [{ ...PLACE, belongs: true }] }, rows(3, 5)), false);
  assert.equal(painting.changes, changes);
  assert.equal(latest(finds).further.length, 1);
  assert.equal(latest(finds).steps.length, 1);
});

test('it covers what it changed, to the pixel, and nothing that was painted before', () => {
  const { painting, finds } = begun();
  const find = latest(finds);
  for (const x of [0, 255.9, 256, 295.5]) assert.equal(finds.covers(find, { x, y: 5.5 }), true, `${x}`);
  for (const y of [2, 3.5, 4, 6, -1, 400]) assert.equal(finds.covers(find, { x: 10, y }), false, `${y}`);
  assert.equal(finds.covers(find, { x: 300, y: 5 }), false);
  finds.land({ ...find, further: [{ ...PLACE, belongs: false }] }, rows(6));
  assert.equal(finds.covers(latest(finds), { x: 10, y: 5 }), false);
  assert.equal(finds.covers(latest(finds), { x: 10, y: 6 }), true);
  assert.equal(painting.made, 'manual');
});
