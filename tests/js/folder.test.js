/** Folders as browsers hand them over: entries that are asked one by one, a hundred at a time. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dropped, inOrder, maybePhoto, picked } from '../../static/pages/folder.js';

const { File } = globalThis;

/** @param {string} name */
const fileEntry = (name) => ({ isDirectory: false, name, file: (/** @type {(file: File) => void} */ give) => give(new File(['x'], name)) });

/** @param {string} name @param {object[]} inside @param {number} [atOnce] */
function folderEntry(name, inside, atOnce = 2) {
  const createReader = () => {
    const left = [...inside];
    return { readEntries: (/** @type {(some: object[]) => void} */ give) => give(left.splice(0, atOnce)) };
  };
  return { isDirectory: true, name, createReader };
}

/** @param {object[]} entries @returns {any} a DataTransfer */
const bringing = (entries) => ({ items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })) });

test('a dropped folder gives all its files, those of folders in it too', async () => {
  const rooms = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'].map(fileEntry);
  const { files, folder } = await dropped(bringing([folderEntry('12 Elm Street', [...rooms, folderEntry('outside', [fileEntry('garden.jpg')])])]));
  assert.equal(folder, '12 Elm Street');
  assert.deepEqual(files.map((file) => file.name), ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'garden.jpg']);
});

test('files that are dropped by themselves come from no folder', async () => {
  const { files, folder } = await dropped(bringing([fileEntry('a.jpg'), fileEntry('b.jpg')]));
  assert.equal(folder, '');
  assert.equal(files.length, 2);
});

test('a browser that knows no entries gives its files', async () => {
  const transfer = /** @type {any} */ ({ items: [{ kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'a.jpg') }] });
  const { files, folder } = await dropped(transfer);
  assert.deepEqual([files[0]?.name, folder], ['a.jpg', '']);
});

test('a picked folder tells its name with each file', () => {
  const file = new File(['x'], 'a.jpg');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'Elm Street/outside/a.jpg' });
  assert.equal(picked([file]).folder, 'Elm Street');
  assert.equal(picked([]).folder, '');
});

test('photos come in the order people count in', () => {
  const names = ['room 10.jpg', 'Room 2.jpg', 'hall.jpg', 'room 1.jpg'].map((name) => ({ name }));
  assert.deepEqual(inOrder(names).map(({ name }) => name), ['hall.jpg', 'room 1.jpg', 'Room 2.jpg', 'room 10.jpg']);
});

test('what a folder holds besides photos is known by its name', () => {
  const kept = ['a.JPG', 'b.heic', 'Thumbs.db', '.DS_Store', 'notes.txt', '._a.jpg'].filter((name) => maybePhoto(new File([''], name)));
  assert.deepEqual(kept, ['a.JPG', 'b.heic']);
});
