/** @import { Encoder } from './encoder.js' */
/** @import { Painting } from './painting.js' */
/** @import { Picker } from './picker.js' */

/** Quiet before asking, in ms: strokes come in rows. */
const PAUSE = 700;

const HERE = 'This is done here; the photo does not leave this server.';

/** @typedef {{said: {provider: string, sentence: string, refused: boolean}[], total: string}} Told */

/**
 * Says what would happen to the mask if it were sent now: how much of the photo goes where, for how much, or why not.
 * The server is asked when nothing was painted for a moment; a mask that stays on this server needs no question.
 */
export class Foresight {
  #timer = 0;

  /** What the sentence on the page is about. */
  #of = '';

  /** @type {AbortController | null} */
  #asking = null;

  /** Why a single provider cannot take the mask as it is now, or empty. */
  refusal = '';

  /**
   * @param {HTMLElement} place
   * @param {{painting: Painting, picker: Picker, encoder: Encoder}} model
   * @param {{url: string, csrf: string}} server
   */
  constructor(place, model, server) {
    this.place = place;
    this.model = model;
    this.server = server;
    for (const source of [model.painting, model.picker]) source.addEventListener('change', () => this.#later());
    model.painting.addEventListener('restored', () => this.#later());
    model.painting.addEventListener('dirty', () => this.#stale());
    this.#later();
  }

  /** @param {{url: string, csrf: string}} server another photo's */
  open(server) {
    this.server = server;
    this.#of = '';
    this.#later();
  }

  #stale() {
    this.refusal = '';
    this.place.classList.add('is-stale');
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const { painting, picker } = this.model;
    if (painting.empty || !picker.chosen.some(({ outside }) => outside)) {
      this.#of = '';
      this.#tell({ said: [], total: '' });
      return;
    }
    this.#stale();
    this.#timer = window.setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const { painting, picker, encoder } = this.model;
    if (painting.busy) return;
    const of = `${painting.changes} ${picker.chosen.map(({ slug }) => slug).join(' ')}`;
    if (of === this.#of) {
      this.place.classList.remove('is-stale');
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const form = new FormData();
    form.set('mask', await encoder.encode(painting.mask), 'mask.png');
    for (const { slug } of picker.chosen) form.append('provider', slug);
    form.set('csrfmiddlewaretoken', this.server.csrf);
    const told = await this.#post(form, signal);
    if (signal.aborted || !told) return;
    this.#of = of;
    this.#tell(told);
  }

  /**
   * @param {FormData} form
   * @param {AbortSignal} signal
   * @returns {Promise<Told | null>} null where nobody answered: sending does not depend on it
   */
  async #post(form, signal) {
    try {
      const answer = await fetch(this.server.url, { method: 'POST', body: form, redirect: 'manual', signal });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** @param {Told} told */
  #tell({ said, total }) {
    const { picker } = this.model;
    const refused = said.filter((each) => each.refused);
    this.refusal = said.length === 1 && refused.length ? refused[0].sentence : '';
    const several = refused.length ? `${total} ${refused.length} cannot take it.` : total;
    this.place.textContent = said.length > 1 ? several : (said[0]?.sentence ?? this.#beforehand());
    this.place.classList.toggle('refused', refused.length > 0);
    this.place.classList.remove('is-stale');
    picker.tell(said.length > 1 ? said : []);
  }

  /** What can be said without a mask. */
  #beforehand() {
    const { chosen } = this.model.picker;
    if (chosen.length > 1) return `The mask goes to ${chosen.length} services.`;
    if (!chosen.length) return '';
    const [{ outside, note, cost }] = chosen;
    return note || (outside ? `${cost}${cost ? '.' : ''}` : HERE);
  }
}
