import assert from 'node:assert/strict';
import test from 'node:test';
import { FOUND } from '../../static/editor/engine/making.js';
import { Painting } from '../../static/editor/engine/painting.js';

const SIZE = 64;

/** @param {number} row */
function found(row) {
  const bytes = new Uint8Array((1 + SIZE / 8) * SIZE);
  bytes.fill(255, row * (1 + SIZE / 8) + 1, (row + 1) * (1 + SIZE / 8));
  return bytes;
}

/** @param {Painting} painting */
function stroke(painting) {
  painting.draw({ x: 30, y: 30 }, { x: 40, y: 40 }, 3, true);
  painting.commit('stroke');
}

test('a mask of nothing but what smart select found is automatic', () => {
  const painting = new Painting(SIZE, SIZE);
  assert.equal(painting.made, 'manual');
  painting.add(found(2), FOUND);
  painting.add(found(9), FOUND);
  painting.subtract(found(2), FOUND);
  assert.equal(painting.made, 'automatic');
  painting.undo();
  painting.redo();
  assert.equal(painting.made, 'automatic');
});

test('a stroke makes it manual, and it stays so when the stroke is undone', () => {
  const painting = new Painting(SIZE, SIZE);
  painting.add(found(2), FOUND);
  stroke(painting);
  assert.equal(painting.made, 'manual');
  painting.undo();
  painting.add(found(9), FOUND);
  assert.equal(painting.made, 'manual');
});

test('an empty mask begins anew', () => {
  const painting = new Painting(SIZE, SIZE);
  stroke(painting);
  painting.clear();
  painting.add(found(2), FOUND);
  assert.equal(painting.made, 'automatic');
});

test('clearing, sending and their undoing tell nothing', () => {
  const painting = new Painting(SIZE, SIZE);
  painting.add(found(2), FOUND);
  painting.clear();
  painting.undo();
  assert.equal(painting.made, 'automatic');
  painting.subtract(found(2), 'sending the mask');
  painting.undo();
  assert.equal(painting.made, 'automatic');
});

test('a kept mask is what it was, and goes on from there', () => {
  const painting = new Painting(SIZE, SIZE);
  painting.restore(found(2), 'automatic');
  assert.equal(painting.made, 'automatic');
  painting.add(found(5), FOUND);
  assert.equal(painting.made, 'automatic');
  painting.restore(found(2));
  painting.add(found(5), FOUND);
  assert.equal(painting.made, 'manual');
});

test('another photo begins anew while the mask left behind stays what it was', () => {
  const painting = new Painting(SIZE, SIZE);
  painting.add(found(2), FOUND);
  const left = painting.still();
  painting.open({ width: SIZE, height: SIZE });
  stroke(painting);
  assert.equal(left.made, 'automatic');
  assert.equal(painting.made, 'manual');
});
