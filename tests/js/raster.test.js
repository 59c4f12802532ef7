import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Mask } from '../../static/editor/engine/mask.js';
import { capsule, capsuleBounds } from '../../static/editor/engine/raster.js';
import { seeded } from './random.js';

/** @import { Point } from '../../static/editor/engine/raster.js' */

/**
 * The rule said as plainly as possible: the distance from a pixel's centre to the nearest point of the segment.
 *
 * @param {number} x
 * @param {number} y
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 */
function withinReach(x, y, a, b, radius) {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = ((x + 0.5 - a.x) * (b.x - a.x) + (y + 0.5 - a.y) * (b.y - a.y)) / length2;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, along));
  return Math.hypot(x + 0.5 - a.x - t * (b.x - a.x), y + 0.5 - a.y - t * (b.y - a.y)) - radius;
}

/**
 * @param {Mask} mask
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 * @param {string} told
 */
function assertExact(mask, a, b, radius, told) {
  for (let y = 0; y < mask.height; y += 1) {
    for (let x = 0; x < mask.width; x += 1) {
      const gap = withinReach(x, y, a, b, radius);
      // A centre on the very edge may fall either way by the rounding of hypot.
      if (Math.abs(gap) < 1e-9) continue;
      assert.equal(mask.get(x, y), gap < 0 ? 1 : 0, `${told}: pixel ${x},${y}`);
    }
  }
}

test('a pixel is painted exactly when its centre is within the radius of the segment', () => {
  for (let seed = 1; seed <= 1500; seed += 1) {
    const random = seeded(seed);
    const width = 1 + Math.floor(random() * 70);
    const height = 1 + Math.floor(random() * 50);
    const point = () => ({ x: (random() * 1.6 - 0.3) * width, y: (random() * 1.6 - 0.3) * height });
    const a = point();
    const shape = seed % 5;
    const b = [point(), a, { x: a.x, y: a.y + 9 }, { x: a.x - 11, y: a.y }, { x: a.x + 1e-9, y: a.y }][shape];
    const radius = 0.05 + random() ** 3 * 40;
    const mask = new Mask(width, height);
    capsule(mask, a, b, radius, true);
    assertExact(mask, a, b, radius, `seed ${seed}`);
  }
});

test('points on pixel corners and centres are exact too', () => {
  for (const radius of [0.5, 1, 2, 2.5, 5, 7]) {
    for (const [a, b] of [[{ x: 10, y: 10 }, { x: 20, y: 10 }], [{ x: 10.5, y: 10.5 }, { x: 10.5, y: 18.5 }], [{ x: 9.5, y: 9.5 }, { x: 21.5, y: 17.5 }]]) {
      const mask = new Mask(33, 29);
      capsule(mask, a, b, radius, true);
      assertExact(mask, a, b, radius, `radius ${radius}`);
    }
  }
});

test('a disc of radius 1 on a pixel centre takes the pixel and the four whose centres it touches', () => {
  const mask = new Mask(5, 5);
  capsule(mask, { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, 1, true);
  assert.equal(mask.count(), 5);
  assert.equal(mask.get(1, 2) + mask.get(3, 2) + mask.get(2, 1) + mask.get(2, 3), 4);
});

test('erasing clears exactly what painting the same stroke had set', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seeded(seed);
    const mask = new Mask(61, 47);
    const a = { x: random() * 61, y: random() * 47 };
    const b = { x: random() * 61, y: random() * 47 };
    capsule(mask, a, b, 4, true);
    capsule(mask, a, b, 4, false);
    assert.equal(mask.count(), 0);
  }
});

test('nothing outside the bounds is touched and bits past the width stay 0', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const mask = new Mask(1 + Math.floor(random() * 30), 20);
    const a = { x: random() * 60 - 15, y: random() * 50 - 15 };
    const b = { x: random() * 60 - 15, y: random() * 50 - 15 };
    const radius = random() * 20;
    capsule(mask, a, b, radius, true);
    const box = capsuleBounds(a, b, radius);
    let inside = 0;
    for (let y = 0; y < mask.height; y += 1) {
      for (let x = 0; x < mask.width; x += 1) {
        if (x >= box.left && x < box.right && y >= box.top && y < box.bottom) inside += mask.get(x, y);
      }
    }
    // count() sees padding bits and filter bytes as well.
    assert.equal(mask.count(), inside);
  }
});
