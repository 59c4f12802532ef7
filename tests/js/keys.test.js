import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SHORTCUTS, ariaKeys, shortcutsFor, shownKeys } from '../../static/editor/controls/keys.js';

/**
 * @param {string} key
 * @param {Partial<import('../../static/editor/controls/keys.js').Press> & {graph?: boolean}} [more]
 */
function pressed(key, more = {}) {
  const { graph = false, ...modifiers } = more;
  const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return shortcutsFor({ key, ...plain, ...modifiers, getModifierState: (name) => graph && name === 'AltGraph' }).map(({ action }) => action);
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
});

test('brackets typed with AltGr and letters of other alphabets are understood', () => {
  assert.deepEqual(pressed('[', { ctrlKey: true, altKey: true, graph: true }), ['smaller']);
  assert.deepEqual(pressed('и', { code: 'KeyB' }), ['brush']);
});

test('the names shown and announced are spelled out', () => {
  const named = (/** @type {string} */ action) => SHORTCUTS.filter((shortcut) => shortcut.action === action)[0];
  assert.equal(ariaKeys(named('redo')), 'Control+Shift+Z Control+Y');
  assert.equal(shownKeys(named('undo')), 'Ctrl+Z');
  assert.equal(ariaKeys(named('pan')), 'Space');
  assert.equal(shownKeys(named('zoom-out')), '−');
  assert.equal(shownKeys(named('cancel')), 'Esc');
  assert.equal(shownKeys(named('much-larger')), 'Shift+]');
});
