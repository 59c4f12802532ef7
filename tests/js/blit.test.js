import assert from 'node:assert/strict';
import { test } from 'node:test';

import { blitRow } from '../../static/editor/view/blit.js';
import { Mask } from '../../static/editor/engine/mask.js';
import { seeded } from './random.js';

const INK = 0xffcd7878;

test('a row on the screen is what every canvas pixel would find by itself, at every zoom', () => {
  for (let seed = 1; seed <= 600; seed += 1) {
    const random = seeded(seed);
    const whole = (/** @type {number} */ most) => Math.floor(random() * most);
    const mask = new Mask(20 + whole(3000), 2);
    for (let spans = whole(8); spans > 0; spans -= 1) {
      const first = whole(mask.width);
      mask.span(1, first, first + whole(mask.width - first), random() < 0.7);
    }
    const step = 2 ** (random() * 10 - 5);
    const from = random() * mask.width * 0.8;
    const columns = Int32Array.from({ length: 400 }, (_, at) => Math.floor(from + (at + 0.5) / step));
    const right = columns.findLastIndex((column) => column < mask.width) + 1;
    const left = Math.min(whole(30), right);
    if (left === right) continue;
    const out = new Uint32Array(500).fill(7);
    blitRow(out, 50, mask.bytes, mask.stride + 1, left, right, { columns, step, ink: INK });
    for (let x = left; x < right; x += 1) {
      assert.equal(out[50 + x - left], mask.get(columns[x], 1) ? INK : 0, `seed ${seed} at ${x}`);
    }
    assert.equal(out[49], 7);
    assert.equal(out[50 + right - left], 7);
  }
});
