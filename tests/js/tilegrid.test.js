import assert from 'node:assert/strict';
import { test } from 'node:test';

import { levelFor, tilesIn } from '../../static/editor/view/tilegrid.js';

/** @type {import('../../static/editor/view/tilegrid.js').Tiles} */
const TILES = { url: '/revisions/9/tiles/{level}/{x}-{y}.jpg', side: 1024, levels: [[6001, 4000], [3001, 2000]] };
const IMAGE = { width: 6001, height: 4000 };

test('the proxy is enough until one zooms past it, then the coarsest level that is fine enough', () => {
  assert.equal(levelFor(TILES, 2048, 6001, 0.3), null);
  assert.equal(levelFor(TILES, 2048, 6001, 0.5), 1);
  assert.equal(levelFor(TILES, 2048, 6001, 1), 0);
  assert.equal(levelFor(TILES, 2048, 6001, 30), 0);
  assert.equal(levelFor(null, 2048, 6001, 30), null);
});

test('the tiles of a level cover the whole picture without a gap', () => {
  for (const level of [0, 1]) {
    const tiles = tilesIn(TILES, level, IMAGE, { left: 0, top: 0, right: 6001, bottom: 4000 });
    const area = tiles.reduce((sum, { box }) => sum + (box.right - box.left) * (box.bottom - box.top), 0);
    assert.ok(Math.abs(area - 6001 * 4000) < 1);
    assert.equal(new Set(tiles.map(({ url }) => url)).size, tiles.length);
  }
});

test('only tiles that show are asked for', () => {
  const tiles = tilesIn(TILES, 0, IMAGE, { left: 1000, top: 0, right: 1030, bottom: 10 });
  assert.deepEqual(tiles.map(({ url }) => url), ['/revisions/9/tiles/0/0-0.jpg', '/revisions/9/tiles/0/1-0.jpg']);
});
