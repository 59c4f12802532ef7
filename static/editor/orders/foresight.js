import { gettext } from '../../texts.js';

/** @import { Crops, InParts } from './crops.js' */
/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Picker } from './picker.js' */

/** Quiet before asking, in ms: strokes come in rows. */
const PAUSE = 700;

const HERE = gettext('This is done here; the photo does not leave this server.');

/** What is told where nothing was asked. @type {Told} */
const NOTHING = { said: [], total: '' };

/**
 * @typedef {{provider: string, sentence: string, refused: boolean, inParts: InParts | null}} Said
 * @typedef {{said: Said[], total: string}} Told
 */

/**
 * Says what would happen to the mask if it were sent now: how much of the photo goes where, for how much, or why not.
 * The server is asked when nothing was painted for a moment; a mask that stays on this server needs no question.
 */
export class Foresight {
  #timer = 0;

  /** What the sentence on the page is about. */
  #of = '';

  #told = NOTHING;

  /** @type {AbortController | null} */
  #asking = null;

  /** Why a single provider cannot take the mask as it is now, or empty. */
  refusal = '';

  /**
   * @param {HTMLElement} place
   * @param {{painting: Painting, picker: Picker, crops: Crops, encoder: Encoder}} model
   * @param {{url: string, csrf: string}} server
   */
  constructor(place, model, server) {
    this.place = place;
    this.model = model;
    this.server = server;
    for (const source of [model.painting, model.picker]) source.addEventListener('change', () => this.#later());
    model.crops.addEventListener('change', () => this.#tell(this.#told));
    for (const name of ['restored', 'unchanged']) model.painting.addEventListener(name, () => this.#later());
    model.painting.addEventListener('dirty', () => this.#stale());
    this.#later();
  }

  /** @param {{url: string, csrf: string}} server another photo's */
  open(server) {
    this.server = server;
    this.#of = '';
    this.#tell(NOTHING);
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
      this.#tell(NOTHING);
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
      this.#tell(this.#told);
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
  #tell(told) {
    const { picker, crops } = this.model;
    const { said, total } = told;
    this.#told = told;
    // Several services and several crops at once would be more than anybody could weigh.
    crops.offer(said.length === 1 ? said[0].inParts : null);
    const refused = said.filter((each) => each.refused);
    this.refusal = said.length === 1 && refused.length ? refused[0].sentence : '';
    const several = refused.length ? gettext('{total} {count} cannot take it.', { total, count: refused.length }) : total;
    this.place.textContent = said.length > 1 ? several : this.#alone(said[0]);
    this.place.classList.toggle('refused', refused.length > 0);
    this.place.classList.remove('is-stale');
    picker.tell(said.length > 1 ? said : []);
  }

  /**
   * @param {Said | undefined} said
   * @returns {string} of one service; with a word on the other way, whose price stands beside the services
   */
  #alone(said) {
    if (!said) return this.#beforehand();
    const { sentence } = this.model.crops;
    if (sentence) return sentence;
    return said.inParts ? gettext('{sentence} Or closer up, in {parts} parts: see the services.', { sentence: said.sentence, parts: said.inParts.parts }) : said.sentence;
  }

  /** What can be said without a mask. */
  #beforehand() {
    const { chosen } = this.model.picker;
    if (chosen.length > 1) return gettext('The mask goes to {count} services.', { count: chosen.length });
    if (!chosen.length) return '';
    const [{ outside, note, cost }] = chosen;
    return note || (outside ? `${cost}${cost ? '.' : ''}` : HERE);
  }
}
