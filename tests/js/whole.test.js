import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Mask, countBits } from '../../static/editor/engine/mask.js';
import { grow, shrink } from '../../static/editor/whole/grow.js';
import { fillHoles } from '../../static/editor/whole/holes.js';
import { invert } from '../../static/editor/whole/invert.js';
import { seeded } from './random.js';

/**
 * A mask of odd sizes and all densities: noise, discs, or the edges only.
 *
 * @param {number} seed
 * @returns {{mask: Mask, random: () => number}}
 */
function some(seed) {
  const random = seeded(seed);
  const mask = new Mask(1 + Math.floor(random() * 45), 1 + Math.floor(random() * 40));
  const density = [0, 0.003, 0.05, 0.5, 0.9, 0.995, 1][seed % 7];
  const centre = { x: random() * mask.width, y: random() * mask.height, r: random() * 20 };
  const kind = Math.floor(seed / 7) % 3;
  each(mask, (x, y) => {
    const away = Math.hypot(x - centre.x, y - centre.y);
    const shape = kind === 0 || (kind === 1 ? away < centre.r : Math.abs(away - centre.r) < 1.2);
    if (shape && random() < (kind === 0 ? density : 0.97)) mask.span(y, x, x, true);
  });
  return { mask, random };
}

/**
 * @param {Mask} mask
 * @param {(x: number, y: number) => void} visit
 */
function each(mask, visit) {
  for (let y = 0; y < mask.height; y += 1) for (let x = 0; x < mask.width; x += 1) visit(x, y);
}

/** @param {Mask} mask */
function copy(mask) {
  return new Mask(mask.width, mask.height, mask.bytes.slice());
}

/**
 * Compares every pixel, and what no pixel shows: filter bytes and bits past the width.
 *
 * @param {Mask} mask
 * @param {(x: number, y: number) => boolean} expected
 * @param {string} told
 */
function assertPixels(mask, expected, told) {
  let painted = 0;
  each(mask, (x, y) => {
    const wanted = expected(x, y) ? 1 : 0;
    painted += wanted;
    assert.equal(mask.get(x, y), wanted, `${told}: pixel ${x},${y} of ${mask.width} × ${mask.height}`);
  });
  assert.equal(mask.count(), painted, `${told}: bits that are no pixels`);
}

/**
 * Whether a pixel of the value lies within n of x, y; asked of each pixel, inside the picture.
 *
 * @param {Mask} mask
 * @param {number} n
 * @param {0 | 1} value
 * @returns {(x: number, y: number) => boolean}
 */
function near(mask, n, value) {
  return (x, y) => {
    for (let dy = -n; dy <= n; dy += 1) {
      for (let dx = -n; dx <= n; dx += 1) {
        const inside = x + dx >= 0 && y + dy >= 0 && x + dx < mask.width && y + dy < mask.height;
        if (inside && dx * dx + dy * dy <= n * n && mask.get(x + dx, y + dy) === value) return true;
      }
    }
    return false;
  };
}

/**
 * Every changed pixel lies where the operation said.
 *
 * @param {Mask} before
 * @param {Mask} after
 * @param {import('../../static/editor/engine/rect.js').Rect | null} rect
 */
function assertWithin(before, after, rect) {
  each(before, (x, y) => {
    if (before.get(x, y) === after.get(x, y)) return;
    assert.ok(rect && x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom, `${x},${y} changed`);
  });
}

test('grown by n, a pixel is painted exactly when its centre is within n of a painted one', () => {
  for (let seed = 1; seed <= 420; seed += 1) {
    const { mask, random } = some(seed);
    const n = Math.floor(random() * 9);
    const grown = copy(mask);
    const rect = grow(grown, n);
    assertPixels(grown, near(mask, n, 1), `seed ${seed}, grown by ${n}`);
    assertWithin(mask, grown, rect);
  }
});

test('shrunk by n, a pixel stays exactly when no unpainted one is within n; the photo\'s edge takes nothing away', () => {
  for (let seed = 1; seed <= 420; seed += 1) {
    const { mask, random } = some(seed);
    const n = Math.floor(random() * 9);
    const shrunk = copy(mask);
    const rect = shrink(shrunk, n);
    const gone = near(mask, n, 0);
    assertPixels(shrunk, (x, y) => mask.get(x, y) === 1 && !gone(x, y), `seed ${seed}, shrunk by ${n}`);
    assertWithin(mask, shrunk, rect);
  }
});

test('a margin far larger than the photo paints all of it, and shrinking by it leaves nothing', () => {
  const mask = new Mask(37, 21);
  mask.span(20, 36, 36, true);
  grow(mask, 60);
  assert.equal(mask.count(), 37 * 21);
  mask.span(0, 0, 0, false);
  shrink(mask, 60);
  assert.equal(mask.count(), 0);
});

test('a mask of the whole photo does not shrink, and an empty one does not grow', () => {
  const full = new Mask(19, 7);
  invert(full);
  shrink(full, 5);
  assert.equal(full.count(), 19 * 7);
  assert.equal(grow(new Mask(19, 7), 5), null);
  assert.equal(shrink(new Mask(19, 7), 5), null);
});

test('holes are filled exactly where no way over unpainted pixels leads to the edge', () => {
  for (let seed = 1; seed <= 420; seed += 1) {
    const { mask } = some(seed);
    const filled = copy(mask);
    const rect = fillHoles(filled);
    const open = reachable(mask);
    assertPixels(filled, (x, y) => !open.has(y * mask.width + x), `seed ${seed}`);
    assertWithin(mask, filled, rect);
  }
});

/**
 * @param {Mask} mask
 * @returns {Set<number>} the unpainted pixels that hang together with the edge, found one by one
 */
function reachable(mask) {
  const found = new Set();
  const waiting = /** @type {[number, number][]} */ ([]);
  each(mask, (x, y) => {
    if (x === 0 || y === 0 || x === mask.width - 1 || y === mask.height - 1) waiting.push([x, y]);
  });
  while (waiting.length) {
    const [x, y] = /** @type {[number, number]} */ (waiting.pop());
    const inside = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    if (!inside || mask.get(x, y) || found.has(y * mask.width + x)) continue;
    found.add(y * mask.width + x);
    waiting.push([x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]);
  }
  return found;
}

test('a hole that touches the outside only at a corner is a hole', () => {
  const mask = new Mask(5, 5);
  for (const [x, y] of [[1, 2], [2, 1], [2, 3], [3, 2]]) mask.span(y, x, x, true);
  fillHoles(mask);
  assert.equal(mask.get(2, 2), 1);
  assert.equal(mask.count(), 5);
});

test('inverted, every pixel is the other one; inverted twice, nothing has happened', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { mask } = some(seed);
    const turned = copy(mask);
    invert(turned);
    assertPixels(turned, (x, y) => !mask.get(x, y), `seed ${seed}`);
    invert(turned);
    assert.deepEqual(turned.bytes, mask.bytes);
  }
});

test('progress goes up and stays below 1', () => {
  const mask = new Mask(16, 3000);
  mask.span(1500, 3, 9, true);
  mask.span(10, 3, 9, true);
  /** @type {number[]} */
  const told = [];
  grow(mask, 40, (fraction) => told.push(fraction));
  assert.ok(told.length > 4);
  assert.deepEqual(told, told.toSorted((a, b) => a - b));
  assert.ok(told.every((fraction) => fraction >= 0 && fraction < 1));
});

test('bits are counted whatever byte the counting begins and ends at', () => {
  const random = seeded(5);
  const bytes = Uint8Array.from({ length: 101 }, () => (random() < 0.2 ? 255 : Math.floor(random() * 256)));
  const held = new Uint8Array(300);
  for (let shift = 0; shift < 8; shift += 1) {
    const shifted = held.subarray(shift, shift + bytes.length);
    shifted.set(bytes);
    for (let start = 0; start < 12; start += 1) {
      for (const end of [start, start + 1, start + 2, start + 3, start + 5, 90, 99, 101]) {
        let expected = 0;
        for (let at = start; at < end; at += 1) expected += bytes[at].toString(2).replaceAll('0', '').length;
        assert.equal(countBits(shifted, start, end), expected, `${shift}, ${start} to ${end}`);
      }
    }
  }
});
