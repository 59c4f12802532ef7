import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Camera } from '../../static/editor/view/camera.js';
import { fit, holdOn, panBy, pinch, toImage, toScreen, visible, zoomAbout } from '../../static/editor/view/view.js';
import { seeded } from './random.js';

const NONE = { top: 0, right: 0, bottom: 0, left: 0 };

/** @import { Point } from '../../static/editor/engine/raster.js' */

/**
 * @param {Point} a
 * @param {Point} b
 */
function assertNear(a, b) {
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1e-6 * (1 + Math.abs(b.x) + Math.abs(b.y)), `${a.x},${a.y} is not ${b.x},${b.y}`);
}

/** @param {() => number} random */
function anyView(random) {
  return { scale: 10 ** (random() * 4 - 2), x: random() * 8000 - 4000, y: random() * 8000 - 4000 };
}

/** @param {() => number} random */
function anyPoint(random) {
  return { x: random() * 1600, y: random() * 1000 };
}

test('image to screen and back is the same point', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const random = seeded(seed);
    const view = anyView(random);
    const point = anyPoint(random);
    assertNear(toImage(view, toScreen(view, point)), point);
    assertNear(toScreen(view, toImage(view, point)), point);
  }
});

test('what lies under the pointer stays there when zooming, and zooming back restores the view', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const random = seeded(seed);
    const view = anyView(random);
    const anchor = anyPoint(random);
    const closer = zoomAbout(view, anchor, view.scale * (0.1 + random() * 10));
    assertNear(toImage(closer, anchor), toImage(view, anchor));
    const back = zoomAbout(closer, anchor, view.scale);
    assertNear(back, view);
    assertNear(panBy(panBy(view, 7, -3), -7, 3), view);
  }
});

test('two fingers hold on to what lies between them', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seeded(seed);
    const view = anyView(random);
    /** @type {[Point, Point]} */
    const from = [anyPoint(random), anyPoint(random)];
    /** @type {[Point, Point]} */
    const to = [anyPoint(random), anyPoint(random)];
    const after = pinch(view, from, to, { least: 1e-9, most: 1e9 });
    const middle = (/** @type {[Point, Point]} */ [a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    assertNear(toImage(after, middle(to)), toImage(view, middle(from)));
  }
});

test('fit shows the whole picture inside what is free and never enlarges it', () => {
  const insets = { top: 10, right: 20, bottom: 90, left: 70 };
  const view = fit({ width: 1200, height: 800 }, { width: 6000, height: 4000 }, insets);
  const from = toScreen(view, { x: 0, y: 0 });
  const to = toScreen(view, { x: 6000, y: 4000 });
  assert.ok(from.x >= 70 - 1 && to.x <= 1180 + 1 && from.y >= 10 - 1 && to.y <= 710 + 1);
  assert.equal(fit({ width: 1200, height: 800 }, { width: 100, height: 80 }, NONE).scale, 1);
});

test('the picture cannot be lost off the stage', () => {
  const stage = { width: 800, height: 600 };
  const image = { width: 1000, height: 1000 };
  for (const [x, y] of [[9e5, 0], [-9e5, 0], [0, 9e5], [0, -9e5]]) {
    assert.ok(visible(holdOn({ scale: 0.5, x, y }, stage, image), stage, image));
  }
});

test('the camera keeps fitting while the window changes, until the person zooms', () => {
  const camera = new Camera({ width: 2000, height: 1000 });
  camera.resize({ width: 1000, height: 1000 }, NONE);
  assert.equal(camera.view.scale, 0.5);
  camera.resize({ width: 500, height: 500 }, NONE);
  assert.equal(camera.view.scale, 0.25);
  camera.zoomBy(2, { x: 100, y: 100 });
  camera.resize({ width: 1000, height: 1000 }, NONE);
  assert.equal(camera.view.scale, 0.5);
  camera.zoomBy(1e9, { x: 100, y: 100 });
  assert.equal(camera.view.scale, camera.limits.most);
});

test('the zoom counts pixels of the screen: a window on a denser one says so at once, and 100 % lies on whole ones', () => {
  const camera = new Camera({ width: 600, height: 400 });
  camera.resize({ width: 1001, height: 703 }, NONE);
  let told = 0;
  camera.addEventListener('view', () => (told += 1));
  camera.zoomTo(1);
  camera.ratio = 1.25;
  assert.equal(told, 2);
  assert.equal(camera.zoom, 1.25);
  camera.zoomTo(1);
  assert.equal(camera.view.scale, 0.8);
  for (const at of [camera.view.x, camera.view.y]) assert.ok(Math.abs(at * 1.25 - Math.round(at * 1.25)) < 1e-9);
});
