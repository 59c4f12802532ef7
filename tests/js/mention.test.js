import assert from 'node:assert/strict';
import { test } from 'node:test';

import { begun, matching } from '../../static/pages/mention/finding.js';

/** @param {string} name @param {string} username */
const person = (name, username) => ({ name, username, handle: name, roles: '' });
const DANA = person('Dana Duarte', 'dana');
const AGNES = person('Agnes Moreau-Díaz', 'agnes@office.example');
const PEOPLE = [DANA, AGNES];

test('a mention begins with an @ that is not within a word', () => {
  assert.deepEqual(begun('Look, @da', 9), { at: 6, words: 'da' });
  assert.deepEqual(begun('@', 1), { at: 0, words: '' });
  assert.deepEqual(begun('(@Dana Du', 9), { at: 1, words: 'Dana Du' });
  for (const text of ['me@da', 'é@da', 'Look', '', '@\nda']) assert.equal(begun(text, text.length), null, text);
});

test('what stands behind the caret does not count', () => {
  assert.deepEqual(begun('@dana and @agnes', 3), { at: 0, words: 'da' });
  assert.equal(begun('no @dana', 2), null);
});

test('people are found by each word of their name and by their username', () => {
  assert.deepEqual(matching(PEOPLE, ''), PEOPLE);
  assert.deepEqual(matching(PEOPLE, 'DAN'), [DANA]);
  assert.deepEqual(matching(PEOPLE, 'moreau-d'), [AGNES]);
  assert.deepEqual(matching(PEOPLE, 'agnes@'), [AGNES]);
  assert.deepEqual(matching(PEOPLE, 'dana d'), [DANA]);
});

test('a name that is written out, or another, opens nothing', () => {
  for (const words of ['Dana Duarte ', 'Dana Duarte, look', 'uarte', ' ', ' dana']) {
    assert.deepEqual(matching(PEOPLE, words), [], words);
  }
});
