import assert from 'node:assert/strict';
import { test } from 'node:test';

import { frameOn, mapSize } from '../../static/editor/view/minimap.js';
import { seeded } from './random.js';

test('the map keeps the shape of the photo and its room, and stays wide enough to be grasped', () => {
  assert.deepEqual(mapSize({ width: 6000, height: 4000 }, 180), { width: 180, height: 120 });
  assert.deepEqual(mapSize({ width: 10, height: 40_000 }, 180), { width: 20, height: 180 });
});

test('the frame lies inside the map, about what shows, and is never too small to grasp', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const image = { width: 1 + Math.floor(random() * 12_000), height: 1 + Math.floor(random() * 9000) };
    const map = mapSize(image, 180);
    const left = random() * image.width;
    const top = random() * image.height;
    const seen = { left, top, right: left + random() * (image.width - left), bottom: top + random() * (image.height - top) };
    const frame = frameOn(seen, image, map);
    assert.ok(frame.left >= 0 && frame.top >= 0 && frame.right <= map.width + 1e-9 && frame.bottom <= map.height + 1e-9);
    assert.ok(frame.right - frame.left >= 10 - 1e-9 && frame.bottom - frame.top >= 10 - 1e-9);
    assert.ok(frame.left <= (seen.left / image.width) * map.width + 1e-9);
    assert.ok(frame.right >= (seen.right / image.width) * map.width - 1e-9);
  }
});
