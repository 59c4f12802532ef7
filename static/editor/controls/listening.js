import { alone, foundBy } from './chords.js';
import { TYPED_INTO } from './mousefocus.js';
import { singleKeys } from './singlekeys.js';

/** @import { Chord } from './chords.js' */

/**
 * One shortcut of a table. A `hold` begins on key-down and ends on key-up; others happen on key-down, and as long as
 * the key is held where it `repeats`.
 *
 * @typedef {{action: string, chords: Chord[], hold?: boolean, repeats?: boolean}} Row
 * @typedef {{
 *   run: (action: string, event: KeyboardEvent) => boolean,
 *   hold: (action: string, on: boolean) => void,
 * }} Acts `run` answers whether there was something to do
 */

/**
 * Routes key events to actions. Keys typed into a field, and Space and Enter on a button, stay where they belong.
 *
 * @param {readonly Row[]} table
 * @param {Acts} acts
 */
export function listen(table, acts) {
  /** By what is held, the place of its key: what the key writes is another sign once AltGr is up. @type {Map<string, string>} */
  const held = new Map();
  const release = (/** @type {string} */ action) => held.delete(action) && acts.hold(action, false);
  const take = (/** @type {Row} */ { action, hold, repeats }, /** @type {KeyboardEvent} */ event) => {
    if (event.repeat && !repeats) return true;
    if (!hold) return acts.run(action, event);
    held.set(action, event.code);
    acts.hold(action, true);
    return true;
  };
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || belongsElsewhere(event)) return;
    if (foundBy(inUse(table), event).some((row) => take(row, event))) event.preventDefault();
  });
  addEventListener('keyup', ({ code }) => {
    for (const [action, place] of [...held]) if (place === code) release(action);
  });
  // A window that loses the focus never hears the key go up.
  addEventListener('blur', () => [...held.keys()].forEach(release));
}

/**
 * @template {{chords: Chord[]}} R
 * @param {readonly R[]} table
 * @returns {R[]} what of it works now
 */
export function inUse(table) {
  if (singleKeys.on) return [...table];
  return table.map((row) => ({ ...row, chords: row.chords.filter((chord) => !alone(chord)) })).filter(({ chords }) => chords.length);
}

/** @param {KeyboardEvent} event */
function belongsElsewhere({ key, target }) {
  // A click on a dialog's words takes the focus to the page behind it.
  if (document.querySelector('dialog:modal')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(TYPED_INTO)) return true;
  if (key.startsWith('Arrow')) return target instanceof HTMLInputElement && target.type !== 'checkbox';
  const pressed = new Map([[' ', 'button, summary, [type=radio], [type=checkbox]'], ['Enter', 'a, button, summary']]).get(key);
  return pressed !== undefined && target.closest(pressed) !== null;
}
