/** @import { Actions } from './actions.js' */

/**
 * Every shortcut, once: handlers, tooltips, `aria-keyshortcuts` and the help sheet all come from this table.
 *
 * `hold` actions begin on key-down and end on key-up; the others happen on every key-down, repeats included. Without
 * Ctrl, Shift matters only where a chord names it, because it belongs to signs such as + and ?.
 *
 * @typedef {{key: string, ctrl?: boolean, shift?: boolean}} Chord
 * @typedef {'tools' | 'mask' | 'view' | 'flow'} Group where the help sheet shows it
 * @typedef {{action: string, hint: string, group: Group, chords: Chord[], hold?: boolean}} Shortcut
 */

/** @type {readonly Shortcut[]} */
export const SHORTCUTS = [
  { action: 'brush', hint: 'Brush', group: 'tools', chords: [{ key: 'b' }] },
  { action: 'eraser', hint: 'Eraser', group: 'tools', chords: [{ key: 'e' }] },
  { action: 'swap', hint: 'Swap brush and eraser', group: 'tools', chords: [{ key: 'x' }] },
  { action: 'smaller', hint: 'Smaller brush', group: 'tools', chords: [{ key: '[' }] },
  { action: 'larger', hint: 'Larger brush', group: 'tools', chords: [{ key: ']' }] },
  { action: 'undo', hint: 'Undo', group: 'mask', chords: [{ key: 'z', ctrl: true }] },
  { action: 'redo', hint: 'Redo', group: 'mask', chords: [{ key: 'z', ctrl: true, shift: true }, { key: 'y', ctrl: true }] },
  { action: 'mask-menu', hint: 'Mask menu', group: 'mask', chords: [{ key: 'm' }] },
  { action: 'invert', hint: 'Invert the mask', group: 'mask', chords: [{ key: 'i' }] },
  { action: 'grow', hint: 'Grow the mask', group: 'mask', chords: [{ key: '>' }] },
  { action: 'shrink', hint: 'Shrink the mask', group: 'mask', chords: [{ key: '<' }] },
  { action: 'fill-holes', hint: 'Fill holes', group: 'mask', chords: [{ key: 'h' }] },
  { action: 'clear', hint: 'Clear the mask', group: 'mask', chords: [{ key: 'delete' }] },
  { action: 'last-mask', hint: 'Use the last mask', group: 'mask', chords: [{ key: 'u' }] },
  { action: 'zoom-in', hint: 'Zoom in', group: 'view', chords: [{ key: '+' }, { key: '=' }] },
  { action: 'zoom-out', hint: 'Zoom out', group: 'view', chords: [{ key: '-' }] },
  { action: 'fit', hint: 'Fit', group: 'view', chords: [{ key: '0' }] },
  { action: 'actual', hint: 'Show at 100 %', group: 'view', chords: [{ key: '1' }] },
  { action: 'to-mask', hint: 'Show what is painted', group: 'view', chords: [{ key: '2' }, { key: '.' }] },
  { action: 'peek', hint: 'Hold to see the photo without the mask', group: 'view', chords: [{ key: '\\' }], hold: true },
  { action: 'previous', hint: 'Previous photo', group: 'flow', chords: [{ key: 'pageup' }, { key: 'arrowleft' }] },
  { action: 'next', hint: 'Next photo', group: 'flow', chords: [{ key: 'pagedown' }, { key: 'arrowright' }] },
  { action: 'pan', hint: 'Hold to move the photo', group: 'view', chords: [{ key: ' ' }], hold: true },
  { action: 'pan-left', hint: 'Look further left', group: 'view', chords: [{ key: 'arrowleft', shift: true }] },
  { action: 'pan-right', hint: 'Look further right', group: 'view', chords: [{ key: 'arrowright', shift: true }] },
  { action: 'pan-up', hint: 'Look further up', group: 'view', chords: [{ key: 'arrowup', shift: true }] },
  { action: 'pan-down', hint: 'Look further down', group: 'view', chords: [{ key: 'arrowdown', shift: true }] },
  { action: 'help', hint: 'Show these keys', group: 'view', chords: [{ key: '?' }] },
];

/** As `aria-keyshortcuts` spells them. */
const NAMES = new Map([
  [' ', 'Space'], ['+', 'Plus'], ['-', 'Minus'], ['delete', 'Delete'],
  ['arrowleft', 'ArrowLeft'], ['arrowright', 'ArrowRight'], ['arrowup', 'ArrowUp'], ['arrowdown', 'ArrowDown'],
  ['pageup', 'PageUp'], ['pagedown', 'PageDown'],
]);
/** As people read them. */
const SIGNS = new Map([
  [' ', 'Space'], ['-', '−'], ['delete', 'Del'], ['arrowleft', '←'], ['arrowright', '→'], ['arrowup', '↑'], ['arrowdown', '↓'],
  ['pageup', 'PageUp'], ['pagedown', 'PageDown'],
]);

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
 * @returns {Shortcut | null}
 */
export function shortcutFor(press) {
  // AltGr, which some layouts need for [ ] and \, reports itself as Ctrl+Alt.
  const graph = press.getModifierState('AltGraph');
  const ctrl = (press.ctrlKey || press.metaKey) && !graph;
  if (press.altKey && !graph) return null;
  const key = letter(press);
  const named = (/** @type {Chord} */ chord) => chord.key === key && Boolean(chord.ctrl) === ctrl;
  const exact = (/** @type {Chord} */ chord) => named(chord) && Boolean(chord.shift) === press.shiftKey;
  const near = (/** @type {Chord} */ chord) => named(chord) && !ctrl && !chord.shift;
  return (
    SHORTCUTS.find(({ chords }) => chords.some(exact)) ?? SHORTCUTS.find(({ chords }) => chords.some(near)) ?? null
  );
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
 * Routes key events to actions. Keys typed into a field, and Space on a button, stay where they belong.
 */
export class Keys {
  /** @type {Set<string>} */
  #held = new Set();

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
    const shortcut = shortcutFor(event);
    if (!shortcut || event.isComposing || event.defaultPrevented || belongsElsewhere(event)) return;
    event.preventDefault();
    if (!shortcut.hold) this.actions.run(shortcut.action);
    else if (!this.#held.has(shortcut.action)) {
      this.#held.add(shortcut.action);
      this.actions.hold(shortcut.action, true);
    }
  }

  /** @param {KeyboardEvent} event */
  #up(event) {
    const held = SHORTCUTS.find(({ action, chords }) => this.#held.has(action) && chords.some(({ key }) => key === event.key));
    if (held) this.#release(held.action);
  }

  #releaseAll() {
    for (const action of [...this.#held]) this.#release(action);
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
  if (event.target.closest('[contenteditable], textarea, select, dialog, input:not([type=range])')) return true;
  if (event.key.startsWith('Arrow')) return event.target instanceof HTMLInputElement;
  return event.key === ' ' && event.target.closest('a, button, summary, input') !== null;
}
