/**
 * Photos in: from the pickers, dropped anywhere on the page, or pasted; two at a time, a row with a bar for each.
 *
 * Files in a folder that are no photos are passed over, and so are photos that the listing has already: one sentence
 * says how many.
 */

import { gettext, ngettext } from '../texts.js';
import { dropped, inOrder, maybePhoto, picked } from './folder.js';
import { listingFor } from './newlisting.js';
import { Queue } from './queue.js';
import { Known, Refused, send } from './send.js';
import { UploadRow } from './uploadrow.js';
import { UploadSum } from './uploadsum.js';

/** @import { Brought } from './folder.js' */

const AT_ONCE = 2;
const MEGABYTE = 2 ** 20;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (byId('upload'));
const picker = /** @type {HTMLInputElement} */ (byId('photo'));
const folderPicker = /** @type {HTMLInputElement | null} */ (document.getElementById('folder'));
const queue = new Queue(AT_ONCE);
const sum = new UploadSum(byId('uploads-sum'), form);

/** A photo on its way. @typedef {{ file: File, place: number | null }} Coming */

/** @param {Coming} coming */
function upload(coming) {
  const row = new UploadRow(coming.file.name);
  byId('uploads').append(row.element);
  const most = Number(form.dataset['maxBytes']);
  if (coming.file.size > most) {
    const size = Math.floor(most / MEGABYTE);
    row.failed(gettext('This file is larger than {size} MB. Save it smaller and add it again.', { size }), null);
    sum.failed();
    return;
  }
  enqueue(coming, row);
}

/** @param {Coming} coming @param {UploadRow} row */
function enqueue(coming, row) {
  const stop = new AbortController();
  const job = () => transfer(coming, row, stop.signal).finally(() => sum.ended(cancel));
  const cancel = () => {
    queue.remove(job);
    stop.abort();
    row.element.remove();
    sum.ended(cancel);
  };
  row.waiting(cancel);
  sum.begun(cancel);
  queue.add(job);
}

/** @param {Coming} coming @param {UploadRow} row @param {AbortSignal} signal */
async function transfer(coming, row, signal) {
  const { file, place } = coming;
  const body = new FormData(form);
  body.delete(picker.name);
  body.append(picker.name, file, file.name);
  if (place !== null) body.append('position', String(place));
  try {
    const card = await send(form.action, body, { progress: (fraction) => row.sent(fraction), signal });
    row.element.remove();
    show(card, place);
    sum.arrived();
    tell(gettext('{name} is here.', { name: file.name }));
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Known) {
      row.element.remove();
      sum.known();
      return;
    }
    const { message } = /** @type {Error} */ (error);
    const again = () => {
      sum.retried();
      enqueue(coming, row);
    };
    row.failed(message, error instanceof Refused ? null : again);
    sum.failed();
    tell(`${file.name}: ${message}`);
  }
}

/** The newest first; in a listing where it belongs. @param {string} card @param {number | null} place */
function show(card, place) {
  const gallery = document.getElementById('gallery');
  if (!gallery) return;
  const cards = /** @type {HTMLElement[]} */ ([...gallery.children]);
  if (place === null) {
    gallery.insertAdjacentHTML('afterbegin', card);
    return;
  }
  const next = cards.find((each) => !each.dataset['place'] || Number(each.dataset['place']) > place);
  if (next) next.insertAdjacentHTML('beforebegin', card);
  else gallery.insertAdjacentHTML('beforeend', card);
}

/** @param {string} news for people who listen to the page */
function tell(news) {
  byId('upload-news').textContent = news;
}

/** @param {Brought} brought */
async function takeIn({ files, folder }) {
  const photos = inOrder(folder ? files.filter(maybePhoto) : files);
  const others = files.length - photos.length;
  if (!photos.length) {
    if (folder) sum.say(gettext('There is no photo in {folder}.', { folder }));
    return;
  }
  if (!(await listingFor(form, folder, photos.length))) return;
  if (others) {
    sum.say(ngettext('{count} file that is no photo was passed over.', '{count} files that are no photos were passed over.', others));
  }
  const first = nextPlace(photos.length);
  photos.forEach((file, at) => upload({ file, place: first === null ? null : first + at }));
}

/** Where the first of so many comes in the listing; null outside of one. @param {number} count */
function nextPlace(count) {
  const next = form.dataset['nextPlace'];
  if (next === undefined) return null;
  form.dataset['nextPlace'] = String(Number(next) + count);
  return Number(next);
}

picker.addEventListener('change', () => {
  takeIn({ files: [...(picker.files ?? [])], folder: '' });
  picker.value = '';
});

folderPicker?.addEventListener('change', () => {
  takeIn(picked(folderPicker.files ?? []));
  folderPicker.value = '';
});

document.addEventListener('paste', (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length) return;
  event.preventDefault();
  takeIn({ files, folder: '' });
});

/** @param {DragEvent} event */
const brings = (event) => Boolean(event.dataTransfer?.types.includes('Files'));

/** @param {boolean} dragging */
function showVeil(dragging) {
  byId('drop-veil').hidden = !dragging;
  document.body.classList.toggle('dragging', dragging);
}

document.addEventListener('dragover', (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  showVeil(true);
});

// Leaving the window has nowhere to go to; leaving one element for the next does.
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) showVeil(false);
});

document.addEventListener('drop', (event) => {
  if (!brings(event) || !event.dataTransfer) return;
  event.preventDefault();
  showVeil(false);
  dropped(event.dataTransfer).then(takeIn);
});

window.addEventListener('beforeunload', (event) => {
  if (queue.busy) event.preventDefault();
});
