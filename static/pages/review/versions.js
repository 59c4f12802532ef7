import { gettext } from '../../texts.js';

/** @import { Viewer } from './viewer.js' */

/**
 * The strip of revisions, and which one they are compared with: chosen without a reload, so that one goes on looking at
 * the same place.
 *
 * @param {Viewer} viewer
 * @returns {() => void} tells which ones are looked at where that has come anew
 */
export function versions(viewer) {
  document.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('[data-version]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewer.compare({ after: Number(link.getAttribute('data-version')) });
  });
  document.addEventListener('change', (event) => {
    const { target } = event;
    if (target instanceof HTMLSelectElement && target.matches('[data-before]')) viewer.compare({ before: Number(target.value) });
  });
  viewer.addEventListener('pictures', () => {
    history.replaceState(null, '', `?before=${viewer.page.before}&after=${viewer.page.after}`);
    tell(viewer);
  });
  return () => tell(viewer);
}

/** @param {Viewer} viewer */
function tell({ page: { after, before } }) {
  for (const input of document.querySelectorAll('[data-revision-input]')) /** @type {HTMLInputElement} */ (input).value = String(after);
  for (const link of document.querySelectorAll('[data-version]')) {
    if (link.getAttribute('data-version') === String(after)) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  const compared = document.querySelector('[data-before]');
  if (compared instanceof HTMLSelectElement) compared.value = String(before);
  offer(after);
}

/** What approving would approve; the approval itself where that is what is looked at. @param {number} after */
function offer(after) {
  const acts = document.getElementById('review-acts');
  const words = acts?.querySelector('[data-approve-words]');
  if (!acts || !words) return;
  const head = acts.dataset['head'] === String(after);
  if (head) words.textContent = gettext('Approve');
  else words.textContent = after ? gettext('Approve revision {number}', { number: after }) : gettext('Approve the original');
  const given = acts.querySelector('[data-approved]');
  if (given instanceof HTMLElement) given.hidden = !head;
  const form = words.closest('form');
  if (form) form.hidden = Boolean(given) && head;
}
