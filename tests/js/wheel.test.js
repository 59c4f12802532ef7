import assert from 'node:assert/strict';
import { test } from 'node:test';

import { growth, sideways } from '../../static/editor/input/wheel.js';

const STILL = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, shiftKey: false };

test('a notch zooms alike with Ctrl and without, in pixels and in lines, and back again', () => {
  const notch = growth({ ...STILL, deltaY: -100 });
  assert.ok(notch > 1.2 && notch < 1.3);
  assert.equal(growth({ ...STILL, deltaY: -100, ctrlKey: true }), notch);
  assert.ok(Math.abs(growth({ ...STILL, deltaY: 100 }) * notch - 1) < 1e-12);
  const lines = growth({ ...STILL, deltaY: -3, deltaMode: 1 });
  assert.equal(growth({ ...STILL, deltaY: -3, deltaMode: 1, ctrlKey: true }), lines);
  assert.ok(lines > 1.05 && lines < notch);
});

test('a pinch on a trackpad follows the fingers, which tell of small steps', () => {
  const steps = Array.from({ length: 10 }, () => growth({ ...STILL, deltaY: -7, ctrlKey: true }));
  const whole = steps.reduce((product, step) => product * step, 1);
  assert.ok(Math.abs(whole - 2) < 0.05, String(whole));
});

test('however far a wheel has run, one event zooms by no more than two thirds', () => {
  for (const deltaMode of [0, 1, 2]) {
    for (const ctrlKey of [false, true]) {
      assert.ok(growth({ ...STILL, deltaY: -30_000, deltaMode, ctrlKey }) < 1.66);
      assert.ok(growth({ ...STILL, deltaY: 30_000, deltaMode, ctrlKey }) > 1 / 1.66);
    }
  }
});

test('a wheel turned sideways and one turned with Shift go sideways; the others zoom', () => {
  assert.equal(sideways({ ...STILL, deltaX: 40, deltaY: 3 }), 40);
  assert.equal(sideways({ ...STILL, deltaX: -2, deltaMode: 1 }), -32);
  assert.equal(sideways({ ...STILL, deltaY: 100, shiftKey: true }), 100);
  assert.equal(sideways({ ...STILL, deltaX: 100, shiftKey: true }), 100);
  assert.equal(sideways({ ...STILL, deltaX: 3, deltaY: -40 }), null);
  assert.equal(sideways({ ...STILL, deltaX: 40, deltaY: 3, ctrlKey: true }), null);
});
