/**
 * Choosing photos of a list, and its keys: J and K or the arrows go on, X chooses, Enter opens, / searches, ? helps.
 *
 * The checkboxes belong to the form of what can be done with them; cards come and go while one searches.
 */

import { listen } from '../editor/controls/listening.js';
import { singleKeys } from '../editor/controls/singlekeys.js';
import { gettext } from '../texts.js';

const bar = /** @type {HTMLFormElement} */ (document.getElementById('bulk'));
const sheet = /** @type {HTMLDialogElement} */ (document.getElementById('bulk-sheet'));
const help = /** @type {HTMLDialogElement | null} */ (document.getElementById('list-help'));

/** @returns {HTMLElement[]} */
const cards = () => [...document.querySelectorAll('#gallery .card')].filter((card) => card instanceof HTMLElement);

/** @param {Element} card */
const boxOf = (card) => /** @type {HTMLInputElement | null} */ (card.querySelector('.choose input'));

function count() {
  const chosen = cards().filter((card) => boxOf(card)?.checked).length;
  bar.classList.toggle('on', chosen > 0);
  /** @type {HTMLElement} */ (bar.querySelector('[data-count]')).textContent = String(chosen);
  bar.setAttribute('aria-label', gettext('{chosen} photos chosen', { chosen }));
}

function chooseNone() {
  for (const card of cards()) {
    const box = boxOf(card);
    if (box) box.checked = false;
  }
  count();
}

/** The last box that was pressed: with Shift all from there on are chosen. @type {HTMLElement | null} */
let from = null;

document.addEventListener('click', (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.closest('.choose')) return;
  const all = cards();
  const card = /** @type {HTMLElement} */ (box.closest('.card'));
  if (event.shiftKey && from) {
    const [first, last] = [all.indexOf(from), all.indexOf(card)].sort((one, other) => one - other);
    for (const each of all.slice(Math.max(0, first ?? 0), (last ?? 0) + 1)) {
      const other = boxOf(each);
      if (other) other.checked = box.checked;
    }
  }
  from = card;
  count();
});

document.addEventListener('change', (event) => {
  if (event.target instanceof Element && event.target.closest('.choose')) count();
});

bar.querySelector('[data-none]')?.addEventListener('click', chooseNone);

document.addEventListener('htmx:afterSwap', (event) => {
  if (event.target === sheet) sheet.showModal();
  else count();
});

// Where one came from by now: the filters change the address without loading the page.
bar.addEventListener('htmx:configRequest', (event) => {
  const { parameters } = /** @type {CustomEvent<{ parameters: Record<string, string> }>} */ (event).detail;
  parameters['back'] = window.location.pathname + window.location.search;
});

document.querySelector('[data-keys]')?.addEventListener('click', () => help?.showModal());

for (const dialog of [sheet, help]) {
  dialog?.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-close]')) return;
    event.preventDefault();
    dialog.close();
  });
}

/** @param {number} by */
function go(by) {
  const all = cards();
  const at = all.findIndex((card) => card.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  /** @type {HTMLElement | null | undefined} */ (next?.querySelector('.card-link'))?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Cards in a row: what an arrow up or down passes. */
function columns() {
  const all = cards();
  const top = all[0]?.offsetTop;
  return Math.max(1, all.filter((card) => card.offsetTop === top).length);
}

function toggle() {
  const card = cards().find((each) => each.contains(document.activeElement));
  const box = card && boxOf(card);
  if (!box) return;
  box.checked = !box.checked;
  from = card;
  count();
}

/** Those with an arrow work among the photos only; before that, arrows scroll. */
const KEYS = [
  { action: 'next', chords: [{ key: 'j' }], repeats: true },
  { action: 'previous', chords: [{ key: 'k' }], repeats: true },
  { action: 'right', chords: [{ key: 'arrowright' }], repeats: true },
  { action: 'left', chords: [{ key: 'arrowleft' }], repeats: true },
  { action: 'down', chords: [{ key: 'arrowdown' }], repeats: true },
  { action: 'up', chords: [{ key: 'arrowup' }], repeats: true },
  { action: 'choose', chords: [{ key: 'x' }] },
  { action: 'search', chords: [{ key: '/' }] },
  { action: 'help', chords: [{ key: '?' }] },
];

/** @param {number} by whether somebody is among the photos */
function arrow(by) {
  if (!document.activeElement?.closest('.card')) return false;
  go(by);
  return true;
}

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  next: () => go(1),
  previous: () => go(-1),
  right: () => arrow(1),
  left: () => arrow(-1),
  down: () => arrow(columns()),
  up: () => arrow(-columns()),
  choose: toggle,
  search: () => document.getElementById('q')?.focus(),
  help: () => help?.showModal(),
};

listen(KEYS, {
  // What is typed over an open menu is not meant for the photos.
  run: (action) => !document.activeElement?.closest('details[open]') && ACTIONS[action]() !== false,
  hold: () => {},
});
if (help) singleKeys.offer(help);
