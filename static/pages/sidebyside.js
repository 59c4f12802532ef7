/** Several results side by side: one zoom for all, and a button on each that shows it without the removal while held. */

import { holdable } from '../editor/controls/hold.js';
import { tenths } from '../texts.js';
import { WHOLE, closeUp, largest, moved, zoomed } from './linkedview.js';
import { Pane } from './pane.js';

/** @import { Place, View } from './linkedview.js' */

const STEP = 1.5;
const STRIDE = 0.1;

const grid = /** @type {HTMLElement} */ (document.getElementById('side-by-side'));

/** Fingers and buttons that are down, where they were seen last. @type {Map<number, Place>} */
const down = new Map();

/** @type {Map<Element, Pane>} */
const panes = new Map();

let view = WHOLE;

/** @param {View} next */
function show(next) {
  view = next;
  for (const [element, pane] of panes) {
    if (element.isConnected) pane.show(view);
    else panes.delete(element);
  }
  grid.toggleAttribute('data-zoomed', view.zoom > 1);
  const value = document.querySelector('[data-zoom-value]');
  if (value) value.textContent = `${tenths(view.zoom < 9.95 ? view.zoom : Math.round(view.zoom))} ×`;
}

/** The panes have come, or have another size: all as before in them, with how far one may zoom there. */
function refit() {
  const [pane] = panes.values();
  show({ ...view, most: pane ? largest(pane.fit) : view.most });
}

/** @param {Event} event @returns {HTMLElement | null} */
function paneOf(event) {
  return /** @type {Element} */ (event.target).closest('[data-pane]');
}

/** @param {MouseEvent} event @param {HTMLElement} pane @returns {Place} */
function placeIn(event, pane) {
  const box = pane.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

/** @type {Record<string, () => View>} */
const BUTTONS = {
  in: () => zoomed(view, STEP),
  out: () => zoomed(view, 1 / STEP),
  fit: () => ({ ...WHOLE, most: view.most }),
  mask: () => closeUp((grid.dataset['bounds'] ?? '0 0 1 1').split(' ').map(Number), view.most),
};

/** @type {Record<string, () => View>} */
const KEYS = {
  '+': BUTTONS.in,
  '=': BUTTONS.in,
  '-': BUTTONS.out,
  0: BUTTONS.fit,
  ArrowLeft: () => moved(view, STRIDE, 0),
  ArrowRight: () => moved(view, -STRIDE, 0),
  ArrowUp: () => moved(view, 0, STRIDE),
  ArrowDown: () => moved(view, 0, -STRIDE),
};

for (const button of document.querySelectorAll('[data-zoom]')) {
  const act = BUTTONS[/** @type {HTMLElement} */ (button).dataset['zoom'] ?? ''];
  button.addEventListener('click', () => show(act()));
}

grid.addEventListener('keydown', (event) => {
  const act = paneOf(event) === event.target ? KEYS[event.key] : undefined;
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  show(act());
});

// Without Ctrl the wheel scrolls the page; a pinch on a touchpad comes with it.
grid.addEventListener('wheel', (event) => {
  const pane = paneOf(event);
  if (!pane || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  show(zoomed(view, Math.exp(-event.deltaY / 200), placeIn(event, pane)));
}, { passive: false });

grid.addEventListener('dblclick', (event) => {
  const pane = paneOf(event);
  if (pane) show(view.zoom > 1 ? BUTTONS.fit() : zoomed(view, 4, placeIn(event, pane)));
});

grid.addEventListener('pointerdown', (event) => {
  const pane = paneOf(event);
  if (!pane || event.button !== 0) return;
  pane.setPointerCapture(event.pointerId);
  down.set(event.pointerId, placeIn(event, pane));
  grid.toggleAttribute('data-moving', view.zoom > 1);
});

grid.addEventListener('pointermove', (event) => {
  const pane = paneOf(event);
  const before = down.get(event.pointerId);
  if (!pane || !before) return;
  const now = placeIn(event, pane);
  const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
  if (other) {
    const apart = (/** @type {Place} */ place) => Math.hypot(place.x - other.x, place.y - other.y) || 1e-6;
    show(zoomed(view, apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
  } else {
    show(moved(view, now.x - before.x, now.y - before.y));
  }
  down.set(event.pointerId, now);
});

for (const name of ['pointerup', 'pointercancel']) {
  grid.addEventListener(name, (event) => {
    down.delete(/** @type {PointerEvent} */ (event).pointerId);
    if (!down.size) grid.removeAttribute('data-moving');
  });
}

// htmx says so for the page itself and for every cell it puts in later.
document.addEventListener('htmx:load', (event) => {
  const { elt } = /** @type {CustomEvent<{ elt: HTMLElement }>} */ (event).detail;
  for (const pane of /** @type {NodeListOf<HTMLElement>} */ (elt.querySelectorAll('[data-pane]'))) {
    if (!panes.has(pane)) panes.set(pane, new Pane(pane));
  }
  refit();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (elt.querySelectorAll('[data-hold]'))) {
    holdable(button, (on) => button.closest('.cell')?.toggleAttribute('data-held', on));
  }
});

new ResizeObserver(refit).observe(grid);
