import assert from 'node:assert/strict';
import test from 'node:test';
import { tint } from '../../static/pages/review/difference.js';
import { masksBetween } from '../../static/pages/review/differences.js';

const GREY = [100, 100, 100, 255];
const RED = [200, 100, 100, 255];
const NOISY = [104, 97, 100, 255];
const CLEAR = [0, 0, 0, 0];
const PAINTED = [120, 120, 205, 255];

/** @param {number[][]} colours */
const picture = (...colours) => Uint8ClampedArray.from(colours.flat());

test('what changed is tinted, the rest steps back, less where something was painted', () => {
  const after = picture(GREY, NOISY, RED, GREY);
  const changed = tint(picture(GREY, GREY, GREY, GREY), after, picture(CLEAR, CLEAR, PAINTED, PAINTED));
  const alphas = [3, 7, 11, 15].map((at) => after[at]);
  assert.equal(changed, 1);
  assert.equal(alphas[0], alphas[1]);
  assert.ok(alphas[3] < alphas[0]);
  assert.notDeepEqual([...after.slice(8, 11)], [...after.slice(0, 3)]);
});

test('the masks of the way from one revision to the other are known', () => {
  const version = (/** @type {number | null} */ parent, /** @type {string | null} */ mask) => ({ parent, mask, proxy: { url: '', width: 1, height: 1 }, tiles: null });
  const revisions = { 0: version(null, null), 1: version(0, 'a'), 2: version(1, 'b'), 3: version(1, 'c') };
  const between = (/** @type {number} */ before, /** @type {number} */ after) => masksBetween({ before, after, image: { width: 1, height: 1 }, revisions });
  assert.deepEqual(between(0, 3), ['c', 'a']);
  assert.deepEqual(between(1, 2), ['b']);
  assert.deepEqual(between(2, 2), []);
});
