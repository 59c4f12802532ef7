import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Fingers } from '../../static/editor/input/fingers.js';

/** @param {[string, number, number, number][]} events what a finger does, which, how far right, and when */
function played(events) {
  const fingers = new Fingers();
  const taps = [];
  for (const [what, id, x, time] of events) {
    if (what === 'press') fingers.press(id, { x, y: 0 }, time);
    if (what === 'move') fingers.move(id, { x, y: 0 });
    if (what === 'lift') taps.push(fingers.lift(id, time));
  }
  return taps;
}

test('two or three fingers down and up again at once are a tap of as many', () => {
  assert.deepEqual(played([['press', 1, 0, 0], ['press', 2, 90, 60], ['lift', 1, 0, 150], ['lift', 2, 0, 190]]), [0, 2]);
  assert.deepEqual(
    played([['press', 1, 0, 0], ['press', 2, 90, 40], ['press', 3, 180, 80], ['lift', 2, 0, 150], ['lift', 1, 0, 180], ['lift', 3, 0, 190]]),
    [0, 0, 3],
  );
});

test('a finger that rolls a little still taps', () => {
  assert.deepEqual(played([['press', 1, 0, 0], ['move', 1, 6, 30], ['press', 2, 90, 60], ['move', 2, 84, 90], ['lift', 1, 0, 150], ['lift', 2, 0, 190]]), [0, 2]);
});

test('one finger, a pinch, a slow rest or a stroke before it are no tap', () => {
  assert.deepEqual(played([['press', 1, 0, 0], ['lift', 1, 0, 90]]), [0]);
  assert.deepEqual(played([['press', 1, 0, 0], ['press', 2, 90, 60], ['move', 2, 140, 90], ['lift', 1, 0, 150], ['lift', 2, 0, 190]]), [0, 0]);
  assert.deepEqual(played([['press', 1, 0, 0], ['press', 2, 90, 60], ['lift', 1, 0, 700], ['lift', 2, 0, 720]]), [0, 0]);
  assert.deepEqual(played([['press', 1, 0, 0], ['move', 1, 40, 30], ['press', 2, 90, 60], ['lift', 1, 0, 150], ['lift', 2, 0, 190]]), [0, 0]);
  assert.deepEqual(
    played([['press', 1, 0, 0], ['move', 1, 40, 30], ['press', 2, 90, 60], ['press', 3, 190, 90], ['lift', 1, 0, 150], ['lift', 2, 0, 190], ['lift', 3, 0, 200]]),
    [0, 0, 0],
  );
});

test('what was lifted is forgotten: the next tap is a tap', () => {
  const pinch = /** @type {[string, number, number, number][]} */ ([['press', 1, 0, 0], ['press', 2, 90, 60], ['move', 2, 190, 90], ['lift', 1, 0, 150], ['lift', 2, 0, 190]]);
  assert.deepEqual(played([...pinch, ['press', 3, 0, 1000], ['press', 4, 90, 1040], ['lift', 3, 0, 1100], ['lift', 4, 0, 1120]]), [0, 0, 0, 2]);
});

test('a pinch is measured from where both fingers were when the second came down', () => {
  const fingers = new Fingers();
  fingers.press(1, { x: 0, y: 0 }, 0);
  fingers.move(1, { x: 30, y: 0 });
  fingers.press(2, { x: 90, y: 0 }, 50);
  assert.equal(fingers.moved, false);
  fingers.move(2, { x: 150, y: 0 });
  assert.equal(fingers.moved, true);
  assert.deepEqual(fingers.pair, { from: [{ x: 30, y: 0 }, { x: 90, y: 0 }], to: [{ x: 30, y: 0 }, { x: 150, y: 0 }] });
});

test('fingers that do not count any more are not heard when they move or lift', () => {
  const fingers = new Fingers();
  fingers.press(1, { x: 0, y: 0 }, 0);
  fingers.press(2, { x: 9, y: 0 }, 10);
  fingers.forget();
  fingers.move(1, { x: 99, y: 0 });
  assert.equal(fingers.lift(1, 20) + fingers.lift(2, 30) + fingers.count, 0);
  assert.equal(fingers.pair, null);
});
