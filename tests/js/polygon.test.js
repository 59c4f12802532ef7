import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Mask } from '../../static/editor/engine/mask.js';
import { polygon, polygonBounds } from '../../static/editor/engine/polygon.js';
import { seeded } from './random.js';

/** @import { Point } from '../../static/editor/engine/raster.js' */

/**
 * The rule said as plainly as possible: how often the outline goes round a pixel's centre. Exact for points on a grid
 * of binary fractions.
 *
 * @param {readonly Point[]} points
 * @param {number} x
 * @param {number} y
 */
function turns(points, x, y) {
  const centre = { x: x + 0.5, y: y + 0.5 };
  return points.reduce((sum, b, at) => {
    const a = points.at(at - 1) ?? b;
    const side = (b.x - a.x) * (centre.y - a.y) - (b.y - a.y) * (centre.x - a.x);
    if (a.y <= centre.y && centre.y < b.y) return sum + (side <= 0 ? 1 : 0);
    if (b.y <= centre.y && centre.y < a.y) return sum - (side >= 0 ? 1 : 0);
    return sum;
  }, 0);
}

/**
 * @param {readonly Point[]} points
 * @param {number} x
 * @param {number} y
 * @returns {number} how far the pixel's centre is from the outline
 */
function fromOutline(points, x, y) {
  const away = points.map((b, at) => {
    const a = points.at(at - 1) ?? b;
    const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
    const along = length2 ? ((x + 0.5 - a.x) * (b.x - a.x) + (y + 0.5 - a.y) * (b.y - a.y)) / length2 : 0;
    const t = Math.max(0, Math.min(1, along));
    return Math.hypot(x + 0.5 - a.x - t * (b.x - a.x), y + 0.5 - a.y - t * (b.y - a.y));
  });
  return Math.min(...away);
}

/**
 * @param {Mask} mask
 * @param {readonly Point[]} points
 * @param {string} told
 * @param {number} [blur] centres this near the outline may fall either way
 */
function assertExact(mask, points, told, blur = 0) {
  for (let y = 0; y < mask.height; y += 1) {
    for (let x = 0; x < mask.width; x += 1) {
      const wanted = turns(points, x, y) === 0 ? 0 : 1;
      if (mask.get(x, y) !== wanted && !(blur && fromOutline(points, x, y) < blur)) {
        assert.fail(`${told}: pixel ${x},${y} should be ${wanted}`);
      }
    }
  }
}

/**
 * @param {readonly Point[]} points
 * @param {number} [width]
 * @param {number} [height]
 */
function filled(points, width = 24, height = 20) {
  const mask = new Mask(width, height);
  polygon(mask, points, true);
  return mask;
}

test('a pixel is painted exactly when its centre is inside, however the polygon crosses itself', () => {
  for (let seed = 1; seed <= 2500; seed += 1) {
    const random = seeded(seed);
    const width = 1 + Math.floor(random() * 60);
    const height = 1 + Math.floor(random() * 40);
    const points = Array.from({ length: 1 + Math.floor(random() ** 2 * 30) }, () => ({
      x: (random() * 1.6 - 0.3) * width,
      y: (random() * 1.6 - 0.3) * height,
    }));
    assertExact(filled(points, width, height), points, `seed ${seed}`, 1e-9);
  }
});

test('outlines through pixel centres are exact too: left and upper edges are in, right and lower ones out', () => {
  for (let seed = 1; seed <= 2500; seed += 1) {
    const random = seeded(seed);
    const half = (/** @type {number} */ most) => Math.floor(random() * most * 2) / 2 - 2;
    const points = Array.from({ length: 3 + Math.floor(random() * 9) }, () => ({ x: half(28), y: half(24) }));
    assertExact(filled(points), points, `seed ${seed}`);
  }
});

test('a rectangle between pixel corners takes exactly the pixels between them, whichever corner comes first', () => {
  for (const [a, b] of [[{ x: 3, y: 4 }, { x: 9, y: 11 }], [{ x: 9, y: 4 }, { x: 3, y: 11 }], [{ x: 9, y: 11 }, { x: 3, y: 4 }]]) {
    const mask = filled([a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }]);
    assert.equal(mask.count(), 6 * 7);
    assert.equal(mask.get(3, 4) & mask.get(8, 10), 1);
  }
});

test('shapes with common edges take every pixel once: none is left out, none is taken twice', () => {
  for (let seed = 1; seed <= 800; seed += 1) {
    const random = seeded(seed);
    const grid = (/** @type {number} */ value) => (seed % 2 ? value : Math.round(value * 2) / 2);
    const hub = { x: grid(4 + random() * 16), y: grid(4 + random() * 12) };
    const rim = [[-1, -1], [12, -3], [25, -1], [27, 9], [25, 21], [11, 24], [-1, 21], [-4, 10]].map(([x, y]) => ({ x, y }));
    let total = 0;
    const all = new Mask(24, 20);
    rim.forEach((corner, at) => {
      const slice = [hub, corner, rim[(at + 1) % rim.length]];
      if (random() < 0.5) slice.reverse();
      total += filled(slice).count();
      polygon(all, slice, true);
    });
    assert.equal(all.count(), 24 * 20, `seed ${seed}: a gap`);
    assert.equal(total, 24 * 20, `seed ${seed}: an overlap`);
  }
});

test('a loop gone round twice stays filled, and a figure of eight is filled in both halves', () => {
  const square = [{ x: 2, y: 2 }, { x: 12, y: 2 }, { x: 12, y: 12 }, { x: 2, y: 12 }];
  assert.equal(filled([...square, ...square]).count(), 100);
  const eight = filled([{ x: 2, y: 2 }, { x: 18, y: 18 }, { x: 18, y: 2 }, { x: 2, y: 18 }]);
  assert.equal(eight.get(3, 10) & eight.get(16, 10), 1);
  assert.equal(eight.get(10, 4), 0);
});

test('what has no inside paints nothing', () => {
  const dot = { x: 5.5, y: 5.5 };
  for (const points of [[dot], [dot, dot, dot], [dot, { x: 9, y: 12 }], [dot, { x: 15.5, y: 5.5 }, { x: 8, y: 5.5 }]]) {
    assert.equal(filled(points).count(), 0);
  }
});

test('coordinates far outside are clipped, however large', () => {
  for (const far of [1e3, 1e6, 1e9, 1e15]) {
    const mask = filled([{ x: -far, y: -far }, { x: far, y: -far }, { x: far, y: far }, { x: -far, y: far }]);
    assert.equal(mask.count(), 24 * 20, `${far}`);
    assert.equal(filled([{ x: far, y: 3 }, { x: far + 9, y: 3 }, { x: far, y: 9 }]).count(), 0);
    assert.equal(filled([{ x: 3, y: -far }, { x: 9, y: -far }, { x: 9, y: -far + 50 }]).count(), 0);
  }
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const points = Array.from({ length: 5 }, () => ({ x: (random() - 0.5) * 2e6, y: (random() - 0.5) * 2e6 }));
    assertExact(filled(points), points, `seed ${seed}`, 1e-6);
  }
});

test('clearing a polygon clears exactly what painting it had set', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seeded(seed);
    const points = Array.from({ length: 9 }, () => ({ x: random() * 30 - 3, y: random() * 26 - 3 }));
    const mask = filled(points);
    polygon(mask, points.toReversed(), false);
    assert.equal(mask.count(), 0);
  }
});

test('nothing outside the bounds is touched and bits past the width stay 0', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const points = Array.from({ length: 7 }, () => ({ x: random() * 40 - 8, y: random() * 30 - 5 }));
    const mask = filled(points, 1 + Math.floor(random() * 30));
    const box = polygonBounds(points);
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
