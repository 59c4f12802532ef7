import { gettext } from '../texts.js';
import { MOUSE, TOUCH } from './gestures.js';
import { SHORTCUTS, shownChord } from './keys.js';

/** @import { Gesture } from './gestures.js' */
/** @import { Group, Shortcut } from './keys.js' */

/** @type {readonly [Group, string][]} */
const GROUPS = [['tools', gettext('Tools')], ['mask', gettext('Mask')], ['view', gettext('View')], ['flow', gettext('Photos')]];

/**
 * The sections of the help sheet, from the tables that the handlers read.
 *
 * @returns {HTMLElement[]}
 */
export function helpSections() {
  const keys = GROUPS.map(([group, title]) => {
    const rows = SHORTCUTS.filter((shortcut) => shortcut.group === group).map(keyRow);
    return rows.length ? section(title, rows) : null;
  });
  const hands = [section(gettext('Mouse'), MOUSE.map(gestureRow)), section(gettext('Touch and pen'), TOUCH.map(gestureRow))];
  return [...keys, ...hands].filter((each) => each !== null);
}

/**
 * @param {string} title
 * @param {HTMLElement[]} rows
 */
function section(title, rows) {
  const element = made('section', 'help-group');
  const list = made('dl', '');
  list.append(...rows);
  element.append(made('h3', '', title), list);
  return element;
}

/** @param {Shortcut} shortcut */
function keyRow({ action, hint, chords }) {
  const term = made('dt', '');
  chords.forEach((chord, at) => {
    if (at) term.append(` ${gettext('or')} `);
    const keys = made('span', 'help-chord');
    keys.append(...shownChord(chord).map((key) => made('kbd', '', key)));
    term.append(keys);
  });
  const row = rowOf(term, hint);
  row.dataset['for'] = action;
  return row;
}

/** @param {Gesture} gesture */
function gestureRow({ how, does }) {
  return rowOf(made('dt', '', how), does);
}

/**
 * @param {HTMLElement} term
 * @param {string} does
 */
function rowOf(term, does) {
  const row = made('div', 'help-row');
  row.append(term, made('dd', '', does));
  return row;
}

/**
 * @param {string} tag
 * @param {string} name class
 * @param {string} [words]
 */
function made(tag, name, words = '') {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = words;
  return element;
}
