/** What was dropped or picked: files, folders with all that is in them, and the name of a folder that came alone. */

/** @typedef {{ files: File[], folder: string }} Brought `folder` is empty where files were brought themselves */

const PHOTO = /\.(jpe?g|png|webp|hei[cf]|tiff?|bmp)$/i;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Whether a file found in a folder may be a photo; what it really is, the server looks. @param {File} file */
export const maybePhoto = (file) => PHOTO.test(file.name) && !file.name.startsWith('.');

/** By their names as people count: 2 before 10. @template {{ name: string }} T @param {readonly T[]} files @returns {T[]} */
export const inOrder = (files) => [...files].sort((one, other) => collator.compare(one.name, other.name));

/**
 * What a drop brings. To be called within the event: afterwards the browser has forgotten it.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Brought>}
 */
export async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const brought = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const folders = brought.filter((each) => each instanceof Object && 'isDirectory' in each && each.isDirectory);
  const files = await Promise.all(brought.map((each) => (each === null ? [] : within(each))));
  return { files: files.flat(), folder: folders.length ? /** @type {{ name: string }} */ (folders[0]).name : '' };
}

/** What a field for folders holds. @param {Iterable<File>} files @returns {Brought} */
export function picked(files) {
  const all = [...files];
  return { files: all, folder: all[0]?.webkitRelativePath.split('/')[0] ?? '' };
}

/** @param {File | FileSystemEntry} thing @returns {Promise<File[]>} */
async function within(thing) {
  if (!('isDirectory' in thing)) return [thing];
  if (thing.isDirectory) {
    const inside = await entries(/** @type {FileSystemDirectoryEntry} */ (thing));
    return (await Promise.all(inside.map(within))).flat();
  }
  const { promise, resolve } = later();
  /** @type {FileSystemFileEntry} */ (thing).file((file) => resolve([file]), () => resolve([]));
  return promise;
}

/** All of a folder: a reader hands out a hundred at a time. @param {FileSystemDirectoryEntry} folder */
async function entries(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */ const all = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return all;
    all.push(...some);
  }
}

function later() {
  /** @type {(files: File[]) => void} */ let resolve = () => {};
  const promise = /** @type {Promise<File[]>} */ (new Promise((settle) => { resolve = settle; }));
  return { promise, resolve };
}
