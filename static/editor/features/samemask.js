import { gettext, ngettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { NotTaken } from '../orders/submit.js';
import { uuid } from '../orders/uuid.js';
import { Unreachable, passing, token } from '../orders/wire.js';

/** @import { Studio } from '../studio.js' */

/** @typedef {{url: string, submissions: {order: number, name: string}[]}} Batch */

/**
 * Same mask on more photos: a dialog to choose them, one submission each when it is sent.
 *
 * @param {Studio} studio
 */
export function sameMask(studio) {
  const { actions, painting, root, words } = studio;
  const dialog = /** @type {HTMLDialogElement} */ (find(root, '[data-same-mask]'));
  dialog.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest('[data-close]')) dialog.close();
  });
  dialog.addEventListener('close', () => find(dialog, '[data-same-place]').replaceChildren());
  root.addEventListener('leaving', () => dialog.close());
  actions.add({
    'same-mask': async () => {
      // A photo that has just come may have a mask that is still on its way.
      await studio.saving?.started;
      if (painting.empty) {
        words.say(gettext('Paint over what should go first.'), true);
        return;
      }
      const { id, sameMask: address } = studio.page.order;
      const answer = await fetch(address, { redirect: 'manual' }).catch(() => null);
      if (!answer?.ok) {
        words.say(gettext('The photos could not be listed. Try again in a moment.'), true);
        return;
      }
      const html = await answer.text();
      if (studio.page.order.id !== id) return;
      find(dialog, '[data-same-place]').innerHTML = html;
      new Choosing(studio, dialog);
      dialog.showModal();
    },
  });
}

/** What is chosen in the dialog that is open. */
class Choosing {
  /** One key for this opening: pressed twice, or again after the answer was lost, it is one batch. */
  #key = uuid();
  #sending = false;

  /**
   * @param {Studio} studio
   * @param {HTMLDialogElement} dialog
   */
  constructor(studio, dialog) {
    this.studio = studio;
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (find(dialog, 'form'));
    this.form.addEventListener('change', () => this.#reflect());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#reflect();
  }

  get #orders() {
    return [...this.form.querySelectorAll('input[name=order]')].flatMap((input) =>
      input instanceof HTMLInputElement && input.checked ? [input.value] : [],
    );
  }

  #reflect() {
    const count = this.#orders.length;
    const most = Number(this.form.dataset['most']);
    const option = /** @type {HTMLSelectElement} */ (find(this.form, 'select')).selectedOptions[0];
    const sum = option?.dataset['sums']?.split('|')[count - 1] ?? '';
    find(this.form, '[data-sum]').textContent = count > most ? gettext('One mask goes over {most} photos at most.', { most }) : sum;
    const send = /** @type {HTMLButtonElement} */ (find(this.form, '[data-send]'));
    send.textContent = count ? ngettext('Remove from {count} photo', 'Remove from {count} photos', count) : gettext('Choose photos');
    send.disabled = !count || count > most || !option;
    this.#tell('');
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    find(this.form, '[data-send]').setAttribute('aria-busy', 'true');
    const { encoder, page, painting } = this.studio;
    const { mask } = painting;
    const sent = mask.bytes.slice();
    const orders = this.#orders;
    try {
      const batch = await post(this.form.action, await this.#filled(await encoder.encode(mask)), page.person);
      // Only what was sent of the photo on the stage is done with.
      const cleared = painting.mask === mask && orders.includes(String(page.order.id)) && !this.studio.sender.keeps;
      if (cleared) painting.subtract(sent, 'sending the mask');
      this.dialog.close();
      this.#done(batch);
    } catch (error) {
      this.#tell(gettext('{message} Your mask is kept.', { message: /** @type {Error} */ (error).message }));
    } finally {
      this.#sending = false;
      this.form.querySelector('[data-send]')?.removeAttribute('aria-busy');
    }
  }

  /** @param {Blob} png */
  #filled(png) {
    const form = new FormData(this.form);
    form.set('mask', png, 'mask.png');
    form.set('key', this.#key);
    form.set('csrfmiddlewaretoken', token(this.studio.page.csrf));
    return form;
  }

  /** @param {Batch} batch */
  #done({ url, submissions }) {
    const { notices, root, strip } = this.studio;
    for (const { order } of submissions) strip.frame(order)?.removeAttribute('data-waits');
    strip.refresh();
    root.dispatchEvent(new Event('refill'));
    const sentence = ngettext('The mask was sent for {count} photo.', 'The mask was sent for {count} photos.', submissions.length);
    const close = () => notices.close('batch');
    notices.show('batch', sentence, [{ label: gettext('See all of them'), act: () => location.assign(url) }, { label: gettext('Close'), act: close }]);
  }

  /** @param {string} trouble */
  #tell(trouble) {
    const place = find(this.form, '[data-trouble]');
    place.hidden = !trouble;
    place.textContent = trouble;
  }
}

/**
 * @param {string} url
 * @param {FormData} form
 * @param {number} person
 * @returns {Promise<Batch>}
 * @throws {NotTaken | Unreachable}
 */
async function post(url, form, person) {
  const headers = { 'X-Requested-With': 'XMLHttpRequest', 'X-Person': String(person) };
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual', headers }).catch(() => null);
  if (!answer || passing(answer.status)) throw new Unreachable();
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 201) return told;
  throw new NotTaken(told.error ?? gettext('This was not taken: reload the page and sign in again.'));
}
