import assert from 'node:assert/strict';
import { test } from 'node:test';

import { starts } from '../../static/editor/view/pixelgrid.js';
import { seeded } from './random.js';

test('a line stands exactly where a canvas pixel shows another image pixel than the one before it', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const scale = 8 + random() * 56;
    const offset = random() * 3000 - 2500;
    const length = 200 + Math.floor(random() * 600);
    const count = 1 + Math.floor(random() * 120);
    const shown = (/** @type {number} */ at) => Math.floor((at + 0.5 - offset) / scale);
    const { lines, from, to } = starts(offset, scale, length, count);
    for (let at = 0; at < length; at += 1) {
      const inside = shown(at) >= 0 && shown(at) <= count;
      assert.equal(lines[at], Number(inside && shown(at) !== shown(at - 1)), `seed ${seed} at ${at}`);
      const covered = shown(at) >= 0 && (shown(at) < count || (shown(at) === count && lines[at] === 1));
      assert.equal(at >= from && at < to, covered, `seed ${seed} at ${at}`);
    }
  }
});
