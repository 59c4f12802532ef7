import assert from 'node:assert/strict';
import { test } from 'node:test';

import { History } from '../../static/editor/engine/history.js';
import { Mask } from '../../static/editor/engine/mask.js';
import { Painting } from '../../static/editor/engine/painting.js';
import { seeded } from './random.js';
import { scribble } from './scribble.js';
import { begin } from './strokes.js';

test('undo takes every stroke back and redo brings it again, byte for byte', () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = seeded(seed);
    const painting = new Painting(1 + Math.floor(random() * 900), 1 + Math.floor(random() * 700));
    const states = [painting.mask.bytes.slice()];
    for (let strokes = 0; strokes < 12; strokes += 1) {
      const { changes } = painting;
      if (strokes === 8) painting.clear();
      else scribble(painting, random);
      if (painting.changes > changes) states.push(painting.mask.bytes.slice());
      assert.equal(painting.history.painted, painting.mask.count());
    }
    for (let at = states.length - 2; at >= 0; at -= 1) {
      assert.ok(painting.undo());
      assert.deepEqual(painting.mask.bytes, states[at]);
      assert.equal(painting.history.painted, painting.mask.count());
    }
    assert.equal(painting.undo(), null);
    for (const state of states.slice(1)) {
      assert.ok(painting.redo());
      assert.deepEqual(painting.mask.bytes, state);
    }
    assert.equal(painting.redo(), null);
  }
});

test('a cancelled stroke leaves no trace', () => {
  const painting = new Painting(500, 400);
  begin(painting, { x: 100, y: 100 }, 30).end();
  const before = painting.mask.bytes.slice();
  const stroke = begin(painting, { x: 300, y: 300 }, 50);
  stroke.move({ x: 100, y: 120 });
  stroke.cancel();
  assert.deepEqual(painting.mask.bytes, before);
  assert.equal(painting.history.undoLabel, 'stroke');
  painting.undo();
  assert.equal(painting.empty, true);
});

test('a stroke that changes nothing is not a step to undo', () => {
  const painting = new Painting(300, 300);
  begin(painting, { x: 100, y: 100 }, 30, { adds: false }).end();
  begin(painting, { x: -500, y: -500 }, 30).end();
  assert.equal(painting.history.undoLabel, null);
  assert.equal(painting.changes, 0);
});

test('painting after an undo forgets what could have been redone', () => {
  const painting = new Painting(300, 300);
  begin(painting, { x: 50, y: 50 }, 10).end();
  painting.undo();
  begin(painting, { x: 200, y: 200 }, 10).end();
  assert.equal(painting.redo(), null);
});

test('the oldest steps go when history is full, which is said once, and its bytes are counted right', () => {
  const painting = new Painting(2048, 2048);
  painting.history = new History(painting.mask, 100_000);
  let said = 0;
  painting.addEventListener('forgot', () => (said += 1));
  for (let at = 0; at < 60; at += 1) begin(painting, { x: 20 + at * 33, y: 1000 }, 15).end();
  assert.ok(painting.history.bytes <= 100_000);
  assert.equal(said, 1);
  let steps = 0;
  while (painting.undo()) steps += 1;
  assert.ok(steps >= 3 && steps < 60);
});

test('a 400 px brush stroke at 24 MP costs less than a megabyte of history', () => {
  const painting = new Painting(6000, 4000);
  const stroke = begin(painting, { x: 1000, y: 1000 }, 200);
  for (let at = 0; at < 120; at += 1) stroke.move({ x: 1000 + at * 15, y: 1000 + 400 * Math.sin(at / 20) });
  stroke.end();
  assert.ok(painting.history.bytes <= 2 ** 20, `${painting.history.bytes} bytes`);
});

test('what was sent is subtracted and what was painted meanwhile stays', () => {
  const painting = new Painting(400, 300);
  begin(painting, { x: 100, y: 100 }, 20).end();
  const sent = painting.mask.bytes.slice();
  const wanted = new Painting(400, 300);
  for (const each of [painting, wanted]) begin(each, { x: 300, y: 200 }, 20).end();
  painting.subtract(sent, 'sending');
  assert.deepEqual(painting.mask.bytes, wanted.mask.bytes);
  assert.equal(painting.undo(), 'sending');
  assert.equal(painting.history.painted, painting.mask.count());
});

test('a kept mask is restored without a step to undo', () => {
  const kept = new Mask(200, 100);
  kept.span(50, 10, 150, true);
  const painting = new Painting(200, 100);
  painting.restore(kept.bytes);
  assert.equal(painting.history.painted, 141);
  assert.equal(painting.undo(), null);
});
