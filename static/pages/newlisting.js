/** On the page of listings: a dropped folder becomes a listing, once its address is known. */

import { gettext, ngettext } from '../texts.js';

/** @template {HTMLElement} T @param {ParentNode} parent @param {string} selector @returns {T} */
const find = (parent, selector) => /** @type {T} */ (parent.querySelector(selector));

/**
 * Whether the upload form knows where photos go: at once, or after somebody has made the listing for them.
 *
 * @param {HTMLFormElement} upload @param {string} folder its name is the first guess of the address @param {number} count
 * @returns {Promise<boolean>} false where they closed the question
 */
export async function listingFor(upload, folder, count) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('new-listing'));
  if (!dialog) return true;
  const form = /** @type {HTMLFormElement} */ (find(dialog, 'form'));
  const address = /** @type {HTMLInputElement} */ (find(form, '[name=address]'));
  find(dialog, '[data-count]').textContent = ngettext('{count} photo will be put into it.', '{count} photos will be put into it.', count);
  find(form, '[role=alert]').hidden = true;
  address.value = folder.replaceAll('_', ' ');
  dialog.showModal();
  address.select();
  return answered(dialog, form, upload);
}

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {HTMLFormElement} upload @returns {Promise<boolean>} */
function answered(dialog, form, upload) {
  return new Promise((resolve) => {
    const closed = new AbortController();
    const { signal } = closed;
    const end = (/** @type {boolean} */ made) => {
      closed.abort();
      dialog.close();
      resolve(made);
    };
    find(dialog, '[data-close]').addEventListener('click', () => end(false), { signal });
    dialog.addEventListener('cancel', () => end(false), { signal });
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (await make(form, upload)) end(true);
    }, { signal });
  });
}

/** @param {HTMLFormElement} form @param {HTMLFormElement} upload */
async function make(form, upload) {
  const trouble = find(form, '[role=alert]');
  try {
    const headers = { 'X-Requested-With': 'XMLHttpRequest' };
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers });
    const told = await answer.json();
    if (answer.ok) {
      /** @type {HTMLInputElement} */ (find(upload, '[name=listing]')).value = String(told.id);
      upload.dataset['listingUrl'] = told.url;
      upload.dataset['nextPlace'] = '0';
      return true;
    }
    trouble.textContent = told.error;
  } catch {
    trouble.textContent = gettext('The listing could not be made. Check the connection and try again.');
  }
  trouble.hidden = false;
  return false;
}
