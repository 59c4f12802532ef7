/** The review screen: its parts, and what connects them. */

import { find } from '../../editor/controls/find.js';
import { holdable } from '../../editor/controls/hold.js';
import { Pins } from '../../editor/view/pins.js';
import { Divider } from './divider.js';
import { differences } from './differences.js';
import { grasp } from './grasp.js';
import { helpSheet, listenTo } from './keys.js';
import { Saying } from './saying.js';
import { Sheet } from './sheet.js';
import { versions } from './versions.js';
import { Viewer } from './viewer.js';
import { step, swipe } from './walking.js';

/** @import { Mode } from './viewer.js' */

/** One press of Shift and an arrow moves by this part of the stage. */
const STRIDE = 0.2;

const root = find(document, '#review');
const viewer = new Viewer(root, JSON.parse(find(document, '#review-page').textContent ?? ''));
const { camera } = viewer;
const divider = new Divider(viewer);
const pins = new Pins(find(root, '[data-pins]'), camera);
const sheet = new Sheet(root);
const saying = new Saying(viewer, pins, sheet);
const news = find(root, '[data-look-news]');

root.classList.add('is-live');
grasp(viewer, { point: (at) => saying.point(at), drag: (x) => divider.dragTo(x) });
differences(viewer, (words) => (news.textContent = words));
const tellVersions = versions(viewer);
swipe(root);

const pan = (/** @type {number} */ right, /** @type {number} */ down) => () =>
  camera.panBy(-right * STRIDE * camera.stage.width, -down * STRIDE * camera.stage.height);

/** @type {Record<string, (on: boolean) => void>} */
const actions = {
  approve: () => /** @type {HTMLElement | null} */ (document.querySelector('form:not([hidden]) > [data-approve]'))?.click(),
  change: () => saying.write(),
  next: () => step('next'),
  previous: () => step('previous'),
  flicker: (on) => viewer.flicker(on),
  slide: () => viewer.look('slide'),
  after: () => viewer.look('after'),
  difference: () => viewer.look(viewer.mode === 'difference' ? 'slide' : 'difference'),
  'zoom-in': () => camera.zoomIn(),
  'zoom-out': () => camera.zoomOut(),
  fit: () => camera.fit(),
  actual: () => camera.zoomTo(1),
  'pan-left': pan(-1, 0),
  'pan-right': pan(1, 0),
  'pan-up': pan(0, -1),
  'pan-down': pan(0, 1),
  help: helpSheet(root),
};
listenTo(actions);

for (const button of viewer.root.querySelectorAll('[data-mode]')) {
  button.addEventListener('click', () => viewer.look(/** @type {Mode} */ (button.getAttribute('data-mode'))));
}
for (const button of viewer.root.querySelectorAll('[data-zoom]')) {
  const name = button.getAttribute('data-zoom') ?? '';
  button.addEventListener('click', () => actions[{ in: 'zoom-in', out: 'zoom-out' }[name] ?? name](true));
}
holdable(find(viewer.root, '[data-flicker]:not(.look)'), (on) => viewer.flicker(on));
camera.addEventListener('view', () => {
  find(viewer.root, '[data-zoom-value]').textContent = `${Math.round(camera.view.scale * 100)} %`;
});

root.addEventListener('click', (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest('[data-say]')) {
    event.preventDefault();
    saying.write();
  }
  const comment = target.closest('[data-look-at]')?.closest('[data-x]');
  if (comment instanceof HTMLElement) pins.lookAt({ x: Number(comment.dataset['x']), y: Number(comment.dataset['y']) });
});

/** @param {Element | null} comment */
function choose(comment) {
  if (!comment?.matches('.comment')) return;
  sheet.open();
  for (const each of root.querySelectorAll('.comment')) each.classList.toggle('is-chosen', each === comment);
  comment.scrollIntoView({ block: 'nearest' });
}
pins.addEventListener('chosen', (event) => choose(/** @type {CustomEvent<HTMLElement>} */ (event).detail));
// Somebody was told of this comment.
choose(document.getElementById(location.hash.slice(1)));

/** What was said is there, or has come anew after a sending. */
function listed() {
  pins.list(/** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.comment[data-x]:not(.is-done)')));
  saying.again();
  sheet.tell();
  tellVersions();
}
listed();
document.addEventListener('htmx:afterSettle', listed);
