import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SHORTCUTS, ariaKeys, shortcutFor, shownKeys } from '../../static/editor/keys.js';

/**
 * @param {string} key
 * @param {Partial<import('../../static/editor/keys.js').Press> & {graph?: boolean}} [more]
 */
function pressed(key, more = {}) {
  const { graph = false, ...modifiers } = more;
  const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return shortcutFor({ key, ...plain, ...modifiers, getModifierState: (name) => graph && name === 'AltGraph' })?.action ?? null;
}

test('every shortcut finds its own action and no two share a key', () => {
  for (const { action, chords } of SHORTCUTS) {
    for (const { key, ctrl = false, shift = false } of chords) {
      assert.equal(pressed(key, { ctrlKey: ctrl, shiftKey: shift }), action);
    }
  }
});

test('undo and redo work with Ctrl and with Command, in either case of the letter', () => {
  assert.equal(pressed('z', { metaKey: true }), 'undo');
  assert.equal(pressed('Z', { ctrlKey: true, shiftKey: true }), 'redo');
  assert.equal(pressed('y', { ctrlKey: true }), 'redo');
  assert.equal(pressed('B', { shiftKey: true }), 'brush');
});

test('the browser keeps its own shortcuts', () => {
  assert.equal(pressed('b', { ctrlKey: true }), null);
  assert.equal(pressed('0', { ctrlKey: true }), null);
  assert.equal(pressed('e', { altKey: true }), null);
});

test('brackets typed with AltGr and letters of other alphabets are understood', () => {
  assert.equal(pressed('[', { ctrlKey: true, altKey: true, graph: true }), 'smaller');
  assert.equal(pressed('и', { code: 'KeyB' }), 'brush');
});

test('the names shown and announced are spelled out', () => {
  const named = (/** @type {string} */ action) => SHORTCUTS.filter((shortcut) => shortcut.action === action)[0];
  assert.equal(ariaKeys(named('redo')), 'Control+Shift+Z Control+Y');
  assert.equal(shownKeys(named('undo')), 'Ctrl+Z');
  assert.equal(ariaKeys(named('pan')), 'Space');
  assert.equal(shownKeys(named('zoom-out')), '−');
});
