/** @import { Actions } from './actions.js' */

/**
 * Every shortcut, once: handlers, tooltips and `aria-keyshortcuts` all come from this table.
 *
 * `hold` actions begin on key-down and end on key-up; the others happen on every key-down, repeats included.
 *
 * @typedef {{key: string, ctrl?: boolean, shift?: boolean}} Chord
 * @typedef {{action: string, hint: string, chords: Chord[], hold?: boolean}} Shortcut
 */

/** @type {readonly Shortcut[]} */
export const SHORTCUTS = [
  { action: 'brush', hint: 'Brush', chords: [{ key: 'b' }] },
  { action: 'eraser', hint: 'Eraser', chords: [{ key: 'e' }] },
  { action: 'swap', hint: 'Swap brush and eraser', chords: [{ key: 'x' }] },
  { action: 'smaller', hint: 'Smaller brush', chords: [{ key: '[' }] },
  { action: 'larger', hint: 'Larger brush', chords: [{ key: ']' }] },
  { action: 'undo', hint: 'Undo', chords: [{ key: 'z', ctrl: true }] },
  { action: 'redo', hint: 'Redo', chords: [{ key: 'z', ctrl: true, shift: true }, { key: 'y', ctrl: true }] },
  { action: 'zoom-in', hint: 'Zoom in', chords: [{ key: '+' }, { key: '=' }] },
  { action: 'zoom-out', hint: 'Zoom out', chords: [{ key: '-' }] },
  { action: 'fit', hint: 'Fit', chords: [{ key: '0' }] },
  { action: 'actual', hint: 'Show at 100 %', chords: [{ key: '1' }] },
  { action: 'peek', hint: 'Hold to see the photo without the mask', chords: [{ key: '\\' }], hold: true },
  { action: 'previous', hint: 'Previous photo', chords: [{ key: 'pageup' }, { key: 'arrowleft' }] },
  { action: 'next', hint: 'Next photo', chords: [{ key: 'pagedown' }, { key: 'arrowright' }] },
  { action: 'pan', hint: 'Hold to move the photo', chords: [{ key: ' ' }], hold: true },
];

/** As `aria-keyshortcuts` spells them. */
const NAMES = new Map([
  [' ', 'Space'], ['+', 'Plus'], ['-', 'Minus'],
  ['arrowleft', 'ArrowLeft'], ['arrowright', 'ArrowRight'], ['pageup', 'PageUp'], ['pagedown', 'PageDown'],
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
  return spelled(chords[0], new Map([[' ', 'Space'], ['-', '−'], ['pageup', 'PageUp'], ['pagedown', 'PageDown']])).join('+').replace('Control', 'Ctrl');
}

/**
 * @param {Chord} chord
 * @param {Map<string, string>} names
 */
function spelled({ key, ctrl, shift }, names) {
  return [...(ctrl ? ['Control'] : []), ...(shift ? ['Shift'] : []), names.get(key) ?? key.toUpperCase()];
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
  const hit = (/** @type {Chord} */ chord) =>
    chord.key === key && Boolean(chord.ctrl) === ctrl && (!ctrl || Boolean(chord.shift) === press.shiftKey);
  return SHORTCUTS.find(({ chords }) => chords.some(hit)) ?? null;
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
