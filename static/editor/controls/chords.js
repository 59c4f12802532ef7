/**
 * Which shortcut a key press means, on whatever keyboard it is made, and how a chord is spelled. Tables of shortcuts are
 * `keys.js` and those of the pages.
 *
 * Without Ctrl, Shift matters only where a chord names it, because it belongs to signs such as + and ?.
 *
 * @typedef {{key: string, ctrl?: boolean, shift?: boolean}} Chord
 * @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean,
 *   getModifierState: (name: string) => boolean}} Press the part of a KeyboardEvent that matters
 */

/** There Command is what Ctrl is elsewhere, and Option what AltGr is. */
export const MAC = /^(Mac|iP)/.test(globalThis.navigator?.platform ?? '');

/** What stands at these places of an American keyboard, alone and with Shift: other alphabets have letters there. */
const PLACES = new Map([
  ['BracketLeft', '[{'], ['BracketRight', ']}'], ['Backslash', '\\|'], ['Comma', ',<'], ['Period', '.>'],
]);

/** As `aria-keyshortcuts` spells them. */
const NAMES = new Map([
  [' ', 'Space'], ['+', 'Plus'], ['-', 'Minus'], ['delete', 'Delete'], ['{', 'Shift+['], ['}', 'Shift+]'],
  ['arrowleft', 'ArrowLeft'], ['arrowright', 'ArrowRight'], ['arrowup', 'ArrowUp'], ['arrowdown', 'ArrowDown'],
  ['pageup', 'PageUp'], ['pagedown', 'PageDown'],
]);
/** As people read them. */
const SIGNS = new Map([
  [' ', 'Space'], ['-', '−'], ['delete', 'Del'], ['escape', 'Esc'], ['{', 'Shift+['], ['}', 'Shift+]'],
  ['arrowleft', '←'], ['arrowright', '→'], ['arrowup', '↑'], ['arrowdown', '↓'],
  ['pageup', 'PageUp'], ['pagedown', 'PageDown'],
]);

/**
 * @template {{chords: readonly Chord[]}} Row
 * @param {readonly Row[]} table
 * @param {Press} press
 * @param {boolean} [mac]
 * @returns {Row[]} the first is asked first
 */
export function foundBy(table, press, mac = MAC) {
  // AltGr, which some layouts need for [ ] and \, reports itself as Ctrl+Alt; Option writes signs without saying so.
  const graph = press.getModifierState('AltGraph') || (mac && press.altKey && press.key.length === 1);
  const ctrl = (press.ctrlKey || press.metaKey) && !graph;
  if (press.altKey && !graph) return [];
  const key = graph ? press.key : written(press);
  const named = (/** @type {Chord} */ chord) => chord.key === key && Boolean(chord.ctrl) === ctrl;
  const exact = (/** @type {Chord} */ chord) => named(chord) && Boolean(chord.shift) === press.shiftKey;
  const near = (/** @type {Chord} */ chord) => named(chord) && !ctrl && !chord.shift;
  const found = table.filter(({ chords }) => chords.some(exact));
  return found.length ? found : table.filter(({ chords }) => chords.some(near));
}

/**
 * @param {Press} press
 * @returns {string} lower case; where the keyboard writes another alphabet, or digits with Shift only as in France, what
 *   an American one has in that place
 */
function written({ key, code, shiftKey }) {
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter && key.length === 1 && key > '\u007f') return letter[1].toLowerCase();
  if (/^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key)) return PLACES.get(code)?.[Number(shiftKey)] ?? key;
  const digit = /^Digit([0-9])$/.exec(code);
  if (digit && !shiftKey && '&é"\'(§èçà'.includes(key)) return digit[1];
  return key.toLowerCase();
}

/** @param {Chord} chord whether it is a letter or a sign alone: people who dictate type those without meaning a key */
export function alone({ key, ctrl }) {
  return key.length === 1 && key !== ' ' && !ctrl;
}

/**
 * @param {readonly Chord[]} chords
 * @param {boolean} [mac]
 * @returns {string} as `aria-keyshortcuts` wants them
 */
export function ariaKeys(chords, mac = MAC) {
  return chords.map((chord) => spelled(chord, NAMES, mac ? 'Meta' : 'Control').join('+')).join(' ');
}

/**
 * @param {Chord} chord
 * @param {boolean} [mac]
 * @returns {string[]} each key for people
 */
export function shownChord(chord, mac = MAC) {
  return spelled(chord, SIGNS, mac ? '⌘' : 'Ctrl');
}

/**
 * @param {Chord} chord
 * @param {Map<string, string>} names
 * @param {string} control
 */
function spelled({ key, ctrl, shift }, names, control) {
  return [...(ctrl ? [control] : []), ...(shift ? ['Shift'] : []), names.get(key) ?? key[0].toUpperCase() + key.slice(1)];
}
