import { gettext } from '../../texts.js';
import { ariaKeys, shownChord } from './chords.js';

/** @import { Chord } from './chords.js' */
/** @import { Row } from './listening.js' */

/**
 * Every shortcut, once: handlers, tooltips, `aria-keyshortcuts` and the help sheet all come from this table.
 *
 * Several may share a key: those that `yield` do nothing at times (they answer false) and leave it to the next in the
 * table.
 *
 * @typedef {'tools' | 'mask' | 'view' | 'flow'} Group where the help sheet shows it
 * @typedef {Row & {hint: string, group: Group, yields?: boolean}} Shortcut
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
  { action: 'more', hint: gettext('Smart select: more of the thing just found'), group: 'tools', chords: [{ key: 'a' }], yields: true },
  { action: 'less', hint: gettext('Smart select: less of it'), group: 'tools', chords: [{ key: 'd' }], yields: true },
  { action: 'select-stop', hint: gettext('Stop looking for a thing'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'swap', hint: gettext('Add or take away'), group: 'tools', chords: [{ key: 'x' }] },
  { action: 'smaller', hint: gettext('Smaller brush'), group: 'tools', chords: [{ key: '[' }], repeats: true },
  { action: 'larger', hint: gettext('Larger brush'), group: 'tools', chords: [{ key: ']' }], repeats: true },
  { action: 'much-smaller', hint: gettext('Half the brush'), group: 'tools', chords: [{ key: '{' }], repeats: true },
  { action: 'much-larger', hint: gettext('Twice the brush'), group: 'tools', chords: [{ key: '}' }], repeats: true },
  { action: 'press', hint: gettext('Use the tool at the cursor'), group: 'tools', chords: [{ key: 'enter' }], yields: true },
  { action: 'close', hint: gettext('Close the polygon'), group: 'tools', chords: [{ key: 'enter' }], yields: true },
  { action: 'corner-back', hint: gettext('Take back its last corner'), group: 'tools', chords: [{ key: 'backspace' }], yields: true, repeats: true },
  { action: 'cancel', hint: gettext('Take back what was begun'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'keyboard', hint: gettext('Keyboard cursor'), group: 'tools', chords: [{ key: 'k' }, { key: 'enter' }], yields: true },
  { action: 'cursor', hint: gettext('Move the cursor'), group: 'tools', chords: arrows({}), yields: true, repeats: true },
  { action: 'cursor-far', hint: gettext('Move the cursor further'), group: 'tools', chords: arrows({ shift: true }), yields: true, repeats: true },
  { action: 'cursor-fine', hint: gettext('Move the cursor by one pixel'), group: 'tools', chords: arrows({ ctrl: true }), yields: true, repeats: true },
  { action: 'keyboard-off', hint: gettext('Put the cursor away'), group: 'tools', chords: [{ key: 'escape' }], yields: true },
  { action: 'undo', hint: gettext('Undo'), group: 'mask', chords: [{ key: 'z', ctrl: true }], repeats: true },
  { action: 'redo', hint: gettext('Redo'), group: 'mask', chords: [{ key: 'z', ctrl: true, shift: true }, { key: 'y', ctrl: true }], repeats: true },
  { action: 'mask-menu', hint: gettext('Mask menu'), group: 'mask', chords: [{ key: 'm' }] },
  { action: 'invert', hint: gettext('Invert the mask'), group: 'mask', chords: [{ key: 'i' }] },
  { action: 'grow', hint: gettext('Grow the mask'), group: 'mask', chords: [{ key: '>' }] },
  { action: 'shrink', hint: gettext('Shrink the mask'), group: 'mask', chords: [{ key: '<' }] },
  { action: 'fill-holes', hint: gettext('Fill holes'), group: 'mask', chords: [{ key: 'h' }] },
  { action: 'clear', hint: gettext('Clear the mask'), group: 'mask', chords: [{ key: 'delete' }] },
  { action: 'last-mask', hint: gettext('Use the last mask'), group: 'mask', chords: [{ key: 'u' }] },
  { action: 'zoom-in', hint: gettext('Zoom in'), group: 'view', chords: [{ key: '+' }, { key: '=' }], repeats: true },
  { action: 'zoom-out', hint: gettext('Zoom out'), group: 'view', chords: [{ key: '-' }], repeats: true },
  { action: 'fit', hint: gettext('Fit'), group: 'view', chords: [{ key: '0' }] },
  { action: 'actual', hint: gettext('Show at 100 %'), group: 'view', chords: [{ key: '1' }] },
  { action: 'to-mask', hint: gettext('Show what is painted'), group: 'view', chords: [{ key: '2' }, { key: '.' }] },
  { action: 'peek', hint: gettext('Hold to see the photo without the mask'), group: 'view', chords: [{ key: '\\' }], hold: true },
  { action: 'previous', hint: gettext('Previous photo'), group: 'flow', chords: [{ key: 'pageup' }, { key: 'arrowleft' }], repeats: true },
  { action: 'next', hint: gettext('Next photo'), group: 'flow', chords: [{ key: 'pagedown' }, { key: 'arrowright' }], repeats: true },
  { action: 'pan', hint: gettext('Hold to move the photo'), group: 'view', chords: [{ key: ' ' }], hold: true },
  { action: 'pan-left', hint: gettext('Look further left'), group: 'view', chords: [{ key: 'arrowleft', shift: true }], repeats: true },
  { action: 'pan-right', hint: gettext('Look further right'), group: 'view', chords: [{ key: 'arrowright', shift: true }], repeats: true },
  { action: 'pan-up', hint: gettext('Look further up'), group: 'view', chords: [{ key: 'arrowup', shift: true }], repeats: true },
  { action: 'pan-down', hint: gettext('Look further down'), group: 'view', chords: [{ key: 'arrowdown', shift: true }], repeats: true },
  { action: 'help', hint: gettext('Show these keys'), group: 'view', chords: [{ key: '?' }] },
];

/**
 * @param {string} action
 * @returns {string} what it does, for people
 */
export function hintOf(action) {
  return SHORTCUTS.find((shortcut) => shortcut.action === action)?.hint ?? '';
}

/**
 * @param {Shortcut[]} shortcuts
 * @returns {{shown: string, announced: string}} their keys for people, of each the first, and all as `aria-keyshortcuts`
 */
export function keysOf(shortcuts) {
  const shown = shortcuts.map(({ chords }) => shownChord(chords[0]).join('+')).join(' ');
  return { shown, announced: shortcuts.map(({ chords }) => ariaKeys(chords)).join(' ') };
}
