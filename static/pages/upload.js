/** Photos in: from the picker, dropped anywhere on the page, or pasted; two at a time, a row with a bar for each. */

import { gettext } from '../texts.js';
import { Queue } from './queue.js';
import { Refused, send } from './send.js';
import { UploadRow } from './uploadrow.js';

const AT_ONCE = 2;
const MEGABYTE = 2 ** 20;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (byId('upload'));
const picker = /** @type {HTMLInputElement} */ (byId('photo'));
const queue = new Queue(AT_ONCE);

/** @param {File} file */
function upload(file) {
  const row = new UploadRow(file.name);
  byId('uploads').append(row.element);
  const most = Number(form.dataset['maxBytes']);
  if (file.size > most) {
    const size = Math.floor(most / MEGABYTE);
    row.failed(gettext('This file is larger than {size} MB. Save it smaller and add it again.', { size }), null);
    return;
  }
  enqueue(file, row);
}

/** @param {File} file @param {UploadRow} row */
function enqueue(file, row) {
  const stop = new AbortController();
  const job = () => transfer(file, row, stop.signal);
  row.waiting(() => {
    queue.remove(job);
    stop.abort();
    row.element.remove();
  });
  queue.add(job);
}

/** @param {File} file @param {UploadRow} row @param {AbortSignal} signal */
async function transfer(file, row, signal) {
  const body = new FormData(form);
  body.delete(picker.name);
  body.append(picker.name, file, file.name);
  try {
    const card = await send(form.action, body, { progress: (fraction) => row.sent(fraction), signal });
    row.element.remove();
    byId('gallery').insertAdjacentHTML('afterbegin', card);
    tell(gettext('{name} is here.', { name: file.name }));
  } catch (error) {
    if (signal.aborted) return;
    const { message } = /** @type {Error} */ (error);
    row.failed(message, error instanceof Refused ? null : () => enqueue(file, row));
    tell(`${file.name}: ${message}`);
  }
}

/** @param {string} news for people who listen to the page */
function tell(news) {
  byId('upload-news').textContent = news;
}

/** @param {Iterable<File>} files */
function uploadAll(files) {
  for (const file of files) upload(file);
}

picker.addEventListener('change', () => {
  uploadAll([...(picker.files ?? [])]);
  picker.value = '';
});

document.addEventListener('paste', (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length) return;
  event.preventDefault();
  uploadAll(files);
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
  if (!brings(event)) return;
  event.preventDefault();
  showVeil(false);
  uploadAll([...(event.dataTransfer?.files ?? [])]);
});

window.addEventListener('beforeunload', (event) => {
  if (queue.busy) event.preventDefault();
});
