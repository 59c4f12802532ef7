import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maskBounds } from '../../static/editor/engine/bounds.js';
import { Mask } from '../../static/editor/engine/mask.js';
import { union } from '../../static/editor/engine/rect.js';
import { seeded } from './random.js';

/** @import { Rect } from '../../static/editor/engine/rect.js' */

/** @param {Mask} mask @returns {Rect | null} every pixel asked by itself */
function bruteForce(mask) {
  /** @type {Rect | null} */
  let found = null;
  for (let y = 0; y < mask.height; y += 1) {
    for (let x = 0; x < mask.width; x += 1) {
      if (mask.get(x, y)) found = union(found, { left: x, top: y, right: x + 1, bottom: y + 1 });
    }
  }
  return found;
}

test('the bounds of a mask are those that every pixel agrees to', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = seeded(seed);
    const whole = (/** @type {number} */ most) => Math.floor(random() * most);
    const mask = new Mask(1 + whole(70), 1 + whole(40));
    for (let spans = whole(5); spans > 0; spans -= 1) {
      const first = whole(mask.width);
      mask.span(whole(mask.height), first, first + whole(mask.width - first), true);
    }
    assert.deepEqual(maskBounds(mask), bruteForce(mask));
  }
});

test('a single pixel is its own bounds wherever it lies', () => {
  for (let x = 0; x < 19; x += 1) {
    const mask = new Mask(19, 3);
    mask.span(x % 3, x, x, true);
    assert.deepEqual(maskBounds(mask), { left: x, top: x % 3, right: x + 1, bottom: (x % 3) + 1 });
  }
});

test('an empty mask has no bounds and a full one those of the picture', () => {
  const mask = new Mask(33, 7);
  assert.equal(maskBounds(mask), null);
  for (let y = 0; y < 7; y += 1) mask.span(y, 0, 32, true);
  assert.deepEqual(maskBounds(mask), { left: 0, top: 0, right: 33, bottom: 7 });
});
