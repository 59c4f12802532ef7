import { gettext } from '../../texts.js';
import { MOUSE, TOUCH } from './gestures.js';
import { shownChord } from './chords.js';
import { SHORTCUTS } from './keys.js';

/** @import { Gesture } from './gestures.js' */
/** @import { Chord } from './chords.js' */
/** @import { Group } from './keys.js' */

/** @type {readonly [Group, string][]} */
const GROUPS = [['tools', gettext('Tools')], ['mask', gettext('Mask')], ['view', gettext('View')], ['flow', gettext('Photos')]];

/**
 * @typedef {{action: string, hint: string, chords: Chord[]}} Shown what a row tells of a shortcut
 * @typedef {{title: string, keys?: readonly Shown[], gestures?: readonly Gesture[]}} Part
 */

/**
 * The sections of the help sheet, from the tables that the handlers read.
 *
 * @returns {HTMLElement[]}
 */
export function helpSections() {
  const keys = GROUPS.map(([group, title]) => ({ title, keys: SHORTCUTS.filter((shortcut) => shortcut.group === group) }));
  return sheetOf([...keys, { title: gettext('Mouse'), gestures: MOUSE }, { title: gettext('Touch and pen'), gestures: TOUCH }]);
}

/**
 * @param {Part[]} parts
 * @returns {HTMLElement[]} a section for each that has something to tell
 */
export function sheetOf(parts) {
  return parts.flatMap(({ title, keys = [], gestures = [] }) => {
    const rows = [...keys.map(keyRow), ...gestures.map(gestureRow)];
    return rows.length ? [section(title, rows)] : [];
  });
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

/** @param {Shown} shortcut */
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
