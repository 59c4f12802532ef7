import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WHOLE, closeUp, largest, moved, zoomed } from '../../static/pages/linkedview.js';

/**
 * @param {import('../../static/pages/linkedview.js').View} view
 * @param {number} x
 * @returns {number} which share of the photo's width lies at this share of a pane's
 */
const under = (view, x) => view.cx + (x - 0.5) / view.zoom;

test('what lies under the pointer stays there while zooming', () => {
  const near = zoomed(WHOLE, 4, { x: 0.3, y: 0.8 });
  assert.ok(Math.abs(under(near, 0.3) - 0.3) < 1e-9);
  const nearer = zoomed(near, 2, { x: 0.6, y: 0.5 });
  assert.ok(Math.abs(under(nearer, 0.6) - under(near, 0.6)) < 1e-9);
});

test('nothing beside the photo comes into sight', () => {
  const views = [moved(zoomed(WHOLE, 3), 9, -9), zoomed(WHOLE, 0.1), zoomed(moved(zoomed(WHOLE, 8), 5, 5), 0.2)];
  for (const view of views) {
    assert.ok(under(view, 0) >= -1e-9 && under(view, 1) <= 1 + 1e-9);
    assert.ok(view.zoom >= 1);
  }
});

test('the close-up shows what was removed, in the middle where the photo allows it', () => {
  const view = closeUp([0.4, 0.45, 0.5, 0.5]);
  assert.ok(Math.abs(view.cx - 0.45) < 1e-9);
  assert.ok(Math.abs(view.zoom - 5) < 1e-9);
  assert.equal(closeUp([0, 0, 1, 1]).zoom, 1);
  const corner = closeUp([0, 0, 0.01, 0.01]);
  assert.ok(under(corner, 0) >= -1e-9);
});

test('a large photo may be zoomed until its pixels show, a small one as far as ever', () => {
  const fit = 400 / 8000;
  const near = zoomed({ ...WHOLE, most: largest(fit) }, 1e9);
  assert.equal(near.zoom * fit, 4);
  assert.equal(moved(near, 0.1, 0.1).zoom, near.zoom);
  assert.equal(zoomed({ ...WHOLE, most: largest(1) }, 1e9).zoom, 12);
});
