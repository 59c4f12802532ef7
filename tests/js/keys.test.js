import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ariaKeys, foundBy, shownChord } from '../../static/editor/controls/chords.js';
import { SHORTCUTS } from '../../static/editor/controls/keys.js';
import { inUse } from '../../static/editor/controls/listening.js';
import { singleKeys } from '../../static/editor/controls/singlekeys.js';

/**
 * @param {string} key
 * @param {Partial<import('../../static/editor/controls/chords.js').Press> & {graph?: boolean, mac?: boolean}} [more]
 */
function pressed(key, more = {}) {
  const { graph = false, mac = false, ...modifiers } = more;
  const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const press = { key, ...plain, ...modifiers, getModifierState: (/** @type {string} */ name) => graph && name === 'AltGraph' };
  return foundBy(SHORTCUTS, press, mac).map(({ action }) => action);
}

test('every shortcut finds its own action, and of those that share a key all but the last yield', () => {
  for (const { action, chords } of SHORTCUTS) {
    for (const { key, ctrl = false, shift = false } of chords) {
      const found = pressed(key, { ctrlKey: ctrl, shiftKey: shift });
      assert.ok(found.includes(action), key);
      const yielding = SHORTCUTS.filter((shortcut) => found.slice(0, -1).includes(shortcut.action));
      assert.ok(yielding.every(({ yields }) => yields), `${key}: ${found}`);
    }
  }
});

test('undo and redo work with Ctrl and with Command, in either case of the letter', () => {
  assert.equal(pressed('z', { metaKey: true }).at(-1), 'undo');
  assert.deepEqual(pressed('Z', { ctrlKey: true, shiftKey: true }), ['redo']);
  assert.deepEqual(pressed('y', { ctrlKey: true }), ['redo']);
  assert.deepEqual(pressed('B', { shiftKey: true }), ['brush']);
});

test('the browser keeps its own shortcuts', () => {
  assert.deepEqual(pressed('b', { ctrlKey: true }), []);
  assert.deepEqual(pressed('0', { ctrlKey: true }), []);
  assert.deepEqual(pressed('e', { altKey: true }), []);
  assert.deepEqual(pressed('[', { altKey: true }), []);
});

test('signs are found where a keyboard has them: German, Spanish, on a PC and on a Mac', () => {
  assert.deepEqual(pressed('[', { code: 'Digit8', ctrlKey: true, altKey: true, graph: true }), ['smaller']);
  assert.deepEqual(pressed('\\', { code: 'Backquote', graph: true }), ['peek']);
  assert.deepEqual(pressed('[', { code: 'Digit5', altKey: true, mac: true }), ['smaller']);
  assert.deepEqual(pressed('\\', { code: 'Digit7', altKey: true, shiftKey: true, mac: true }), ['peek']);
  assert.deepEqual(pressed('?', { code: 'Minus', shiftKey: true }), ['help']);
  assert.deepEqual(pressed('z', { code: 'KeyY', ctrlKey: true }), ['undo']);
});

test('what Option and AltGr write on letters is no shortcut', () => {
  assert.deepEqual(pressed('∫', { code: 'KeyB', altKey: true, mac: true }), []);
  assert.deepEqual(pressed('ł', { code: 'KeyL', graph: true }), []);
});

test('a Russian keyboard has letters and signs in the places of an American one', () => {
  assert.deepEqual(pressed('и', { code: 'KeyB' }), ['brush']);
  assert.deepEqual(pressed('я', { code: 'KeyZ', ctrlKey: true }), ['undo']);
  assert.deepEqual(pressed('х', { code: 'BracketLeft' }), ['smaller']);
  assert.deepEqual(pressed('Ъ', { code: 'BracketRight', shiftKey: true }), ['much-larger']);
  assert.deepEqual(pressed('Ю', { code: 'Period', shiftKey: true }), ['grow']);
  assert.deepEqual(pressed('ü', { code: 'BracketLeft' }), []);
});

test('a French keyboard needs no Shift for digits, and its own signs stay what they are', () => {
  assert.deepEqual(pressed('à', { code: 'Digit0' }), ['fit']);
  assert.deepEqual(pressed('&', { code: 'Digit1' }), ['actual']);
  assert.deepEqual(pressed('0', { code: 'Digit0', shiftKey: true }), ['fit']);
  assert.deepEqual(pressed('-', { code: 'Digit6' }), ['zoom-out']);
  assert.deepEqual(pressed('&', { code: 'Digit7', shiftKey: true }), []);
});

test('without single keys those with Ctrl, arrows, Enter and Escape remain', (context) => {
  context.after(() => singleKeys.turn(true));
  const all = inUse(SHORTCUTS);
  assert.deepEqual(all, SHORTCUTS);
  singleKeys.turn(false);
  const kept = new Set(inUse(SHORTCUTS).map(({ action }) => action));
  for (const action of ['undo', 'redo', 'press', 'cancel', 'cursor', 'next', 'pan', 'keyboard', 'clear']) assert.ok(kept.has(action), action);
  for (const action of ['brush', 'swap', 'smaller', 'invert', 'grow', 'fit', 'peek', 'help']) assert.ok(!kept.has(action), action);
  const [keyboard] = inUse(SHORTCUTS).filter(({ action }) => action === 'keyboard');
  assert.deepEqual(keyboard.chords, [{ key: 'enter' }]);
});

test('the names shown and announced are spelled out, as this machine has them', () => {
  const chords = (/** @type {string} */ action) => SHORTCUTS.filter((shortcut) => shortcut.action === action)[0].chords;
  assert.equal(ariaKeys(chords('redo'), false), 'Control+Shift+Z Control+Y');
  assert.equal(ariaKeys(chords('undo'), true), 'Meta+Z');
  assert.deepEqual(shownChord(chords('undo')[0], false), ['Ctrl', 'Z']);
  assert.deepEqual(shownChord(chords('undo')[0], true), ['⌘', 'Z']);
  assert.equal(ariaKeys(chords('pan')), 'Space');
  assert.deepEqual(shownChord(chords('zoom-out')[0]), ['−']);
  assert.deepEqual(shownChord(chords('cancel')[0]), ['Esc']);
  assert.deepEqual(shownChord(chords('much-larger')[0]), ['Shift+]']);
});
