import { gettext } from '../../texts.js';
import { TYPED_INTO } from './mousefocus.js';

/** @import { Actions } from './actions.js' */

/**
 * Every shortcut, once: handlers, tooltips, `aria-keyshortcuts` and the help sheet all come from this table.
 *
 * `hold` actions begin on key-down and end on key-up; the others happen on every key-down, repeats included. Without
 * Ctrl, Shift matters only where a chord names it, because it belongs to signs such as + and ?. Several may share a
 * key: those that `yield` do nothing at times (they answer false) and leave it to the next in the table.
 *
 * @typedef {{key: string, ctrl?: boolean, shift?: boolean}} Chord
 * @typedef {'tools' | 'mask' | 'view' | 'flow'} Group where the help sheet shows it
 * @typedef {{action: string, hint: string, group: Group, chords: Chord[], hold?: boolean, yields?: boolean}} Shortcut
 */

/**
 * @param {Omit<Chord, 'key'>} held
 * @returns {Chord[]} the four arrows
 */
function arrows(held) {
  return ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'].map((key) => ({ key, ...held }));
}

/** @type {readonly Shortcut[]} */
export const SHORTCUTS = [
  { action: 'brush', hint: gettext('Brush'), group: 'tools', chords: [{ key: 'b' }] },
  { action: 'eraser', hint: gettext('Eraser'), group: 'tools', chords: [{ key: 'e' }] },
  { action: 'rectangle', hint: gettext('Rectangle'), group: 'tools', chords: [{ key: 'r' }] },
  { action: 'polygon', hint: gettext('Polygon'), group: 'tools', chords: [{ key: 'p' }] },
  { action: 'lasso', hint: gettext('Lasso'), group: 'tools', chords: [{ key: 'l' }] },
  { action: 'select', hint: gettext('Smart select: click a thing, or box it'), group: 'tools', chords: [{ key: 's' }] },
  { action: 'select-stop', hint: gettext('Stop looking for a thing'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'swap', hint: gettext('Add or take away'), group: 'tools', chords: [{ key: 'x' }] },
  { action: 'smaller', hint: gettext('Smaller brush'), group: 'tools', chords: [{ key: '[' }] },
  { action: 'larger', hint: gettext('Larger brush'), group: 'tools', chords: [{ key: ']' }] },
  { action: 'much-smaller', hint: gettext('Half the brush'), group: 'tools', chords: [{ key: '{' }] },
  { action: 'much-larger', hint: gettext('Twice the brush'), group: 'tools', chords: [{ key: '}' }] },
  { action: 'press', hint: gettext('Use the tool at the cursor'), group: 'tools', chords: [{ key: 'enter' }], yields: true },
  { action: 'close', hint: gettext('Close the polygon'), group: 'tools', chords: [{ key: 'enter' }], yields: true },
  { action: 'corner-back', hint: gettext('Take back its last corner'), group: 'tools', chords: [{ key: 'backspace' }], yields: true },
  { action: 'cancel', hint: gettext('Take back what was begun'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'keyboard', hint: gettext('Keyboard cursor'), group: 'tools', chords: [{ key: 'k' }, { key: 'enter' }], yields: true },
  { action: 'cursor', hint: gettext('Move the cursor'), group: 'tools', chords: arrows({}), yields: true },
  { action: 'cursor-far', hint: gettext('Move the cursor further'), group: 'tools', chords: arrows({ shift: true }), yields: true },
  { action: 'cursor-fine', hint: gettext('Move the cursor by one pixel'), group: 'tools', chords: arrows({ ctrl: true }), yields: true },
  { action: 'keyboard-off', hint: gettext('Put the cursor away'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'undo', hint: gettext('Undo'), group: 'mask', chords: [{ key: 'z', ctrl: true }] },
  { action: 'redo', hint: gettext('Redo'), group: 'mask', chords: [{ key: 'z', ctrl: true, shift: true }, { key: 'y', ctrl: true }] },
  { action: 'mask-menu', hint: gettext('Mask menu'), group: 'mask', chords: [{ key: 'm' }] },
  { action: 'invert', hint: gettext('Invert the mask'), group: 'mask', chords: [{ key: 'i' }] },
  { action: 'grow', hint: gettext('Grow the mask'), group: 'mask', chords: [{ key: '>' }] },
  { action: 'shrink', hint: gettext('Shrink the mask'), group: 'mask', chords: [{ key: '<' }] },
  { action: 'fill-holes', hint: gettext('Fill holes'), group: 'mask', chords: [{ key: 'h' }] },
  { action: 'clear', hint: gettext('Clear the mask'), group: 'mask', chords: [{ key: 'delete' }] },
  { action: 'last-mask', hint: gettext('Use the last mask'), group: 'mask', chords: [{ key: 'u' }] },
  { action: 'zoom-in', hint: gettext('Zoom in'), group: 'view', chords: [{ key: '+' }, { key: '=' }] },
  { action: 'zoom-out', hint: gettext('Zoom out'), group: 'view', chords: [{ key: '-' }] },
  { action: 'fit', hint: gettext('Fit'), group: 'view', chords: [{ key: '0' }] },
  { action: 'actual', hint: gettext('Show at 100 %'), group: 'view', chords: [{ key: '1' }] },
  { action: 'to-mask', hint: gettext('Show what is painted'), group: 'view', chords: [{ key: '2' }, { key: '.' }] },
  { action: 'peek', hint: gettext('Hold to see the photo without the mask'), group: 'view', chords: [{ key: '\\' }], hold: true },
  { action: 'previous', hint: gettext('Previous photo'), group: 'flow', chords: [{ key: 'pageup' }, { key: 'arrowleft' }] },
  { action: 'next', hint: gettext('Next photo'), group: 'flow', chords: [{ key: 'pagedown' }, { key: 'arrowright' }] },
  { action: 'pan', hint: gettext('Hold to move the photo'), group: 'view', chords: [{ key: ' ' }], hold: true },
  { action: 'pan-left', hint: gettext('Look further left'), group: 'view', chords: [{ key: 'arrowleft', shift: true }] },
  { action: 'pan-right', hint: gettext('Look further right'), group: 'view', chords: [{ key: 'arrowright', shift: true }] },
  { action: 'pan-up', hint: gettext('Look further up'), group: 'view', chords: [{ key: 'arrowup', shift: true }] },
  { action: 'pan-down', hint: gettext('Look further down'), group: 'view', chords: [{ key: 'arrowdown', shift: true }] },
  { action: 'help', hint: gettext('Show these keys'), group: 'view', chords: [{ key: '?' }] },
];

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
 * @param {string} action
 * @returns {string} what it does, for people
 */
export function hintOf(action) {
  return SHORTCUTS.find((shortcut) => shortcut.action === action)?.hint ?? '';
}

/**
 * @param {Shortcut} shortcut
 * @returns {string} as `aria-keyshortcuts` wants it
 */
export function ariaKeys({ chords }) {
  return chords.map((chord) => spelled(chord, NAMES).join('+')).join(' ');
}

/**
 * @param {Shortcut} shortcut
 * @returns {string} for people, the first way only
 */
export function shownKeys({ chords }) {
  return shownChord(chords[0]).join('+');
}

/**
 * @param {Chord} chord
 * @returns {string[]} each key for people
 */
export function shownChord(chord) {
  return spelled(chord, SIGNS).map((key) => (key === 'Control' ? 'Ctrl' : key));
}

/**
 * @param {Chord} chord
 * @param {Map<string, string>} names
 */
function spelled({ key, ctrl, shift }, names) {
  return [...(ctrl ? ['Control'] : []), ...(shift ? ['Shift'] : []), names.get(key) ?? key[0].toUpperCase() + key.slice(1)];
}

/**
 * @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean,
 *   getModifierState: (name: string) => boolean}} Press the part of a KeyboardEvent that matters
 */

/**
 * @param {Press} press
 * @returns {Shortcut[]} the first is asked first
 */
export function shortcutsFor(press) {
  // AltGr, which some layouts need for [ ] and \, reports itself as Ctrl+Alt.
  const graph = press.getModifierState('AltGraph');
  const ctrl = (press.ctrlKey || press.metaKey) && !graph;
  if (press.altKey && !graph) return [];
  const key = letter(press);
  const named = (/** @type {Chord} */ chord) => chord.key === key && Boolean(chord.ctrl) === ctrl;
  const exact = (/** @type {Chord} */ chord) => named(chord) && Boolean(chord.shift) === press.shiftKey;
  const near = (/** @type {Chord} */ chord) => named(chord) && !ctrl && !chord.shift;
  const found = SHORTCUTS.filter(({ chords }) => chords.some(exact));
  return found.length ? found : SHORTCUTS.filter(({ chords }) => chords.some(near));
}

/**
 * @param {Press} press
 * @returns {string} lower case; on a keyboard without Latin letters, the one in that place
 */
function letter({ key, code }) {
  const place = /^Key([A-Z])$/.exec(code);
  if (place && key.length === 1 && key > '\u007f') return place[1].toLowerCase();
  return key.toLowerCase();
}

/**
 * Routes key events to actions. Keys typed into a field, and Space and Enter on a button, stay where they belong.
 */
export class Keys {
  /** What is held, and the place of its key: with Shift or AltGr its sign may be another one when it is let go. @type {Map<string, string>} */
  #held = new Map();

  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
    addEventListener('keydown', (event) => this.#down(event));
    addEventListener('keyup', (event) => this.#up(event));
    // A window that loses the focus never hears the key go up.
    addEventListener('blur', () => this.#releaseAll());
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (event.defaultPrevented || event.isComposing || belongsElsewhere(event)) return;
    if (shortcutsFor(event).some((shortcut) => this.#take(shortcut, event))) event.preventDefault();
  }

  /**
   * @param {Shortcut} shortcut
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it had something to do
   */
  #take({ action, hold }, event) {
    if (!hold) return this.actions.run(action, event);
    if (!this.#held.has(action)) {
      this.#held.set(action, event.code);
      this.actions.hold(action, true);
    }
    return true;
  }

  /** @param {KeyboardEvent} event */
  #up(event) {
    for (const [action, code] of [...this.#held]) {
      if (code === event.code) this.#release(action);
    }
  }

  #releaseAll() {
    for (const action of [...this.#held.keys()]) this.#release(action);
  }

  /** @param {string} action */
  #release(action) {
    this.#held.delete(action);
    this.actions.hold(action, false);
  }
}

/** @param {KeyboardEvent} event */
function belongsElsewhere(event) {
  if (!(event.target instanceof HTMLElement)) return false;
  if (event.target.closest(`dialog[open], ${TYPED_INTO}`)) return true;
  if (event.key.startsWith('Arrow')) return event.target instanceof HTMLInputElement;
  const pressed = new Map([[' ', 'button, summary, [type=radio], [type=checkbox]'], ['Enter', 'a, button, summary']]).get(event.key);
  return pressed !== undefined && event.target.closest(pressed) !== null;
}
