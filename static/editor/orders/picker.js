import { gettext } from '../../texts.js';

/** @import { Page } from './page.js' */

/** @typedef {Page['providers'][number]} Offer */

/**
 * Who removes: one provider, or several to be compared, and the seed for those that take one.
 *
 * Event: `change`.
 */
export class Picker extends EventTarget {
  /**
   * @param {HTMLElement} root the `<details>` of the template
   * @param {Offer[]} offers
   */
  constructor(root, offers) {
    super();
    this.root = root;
    this.offers = new Map(offers.map((offer) => [offer.slug, offer]));
    this.inputs = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll('input[name=provider]')]);
    this.several = /** @type {HTMLInputElement} */ (root.querySelector('[data-several]'));
    this.seedField = /** @type {HTMLInputElement} */ (root.querySelector('[data-seed]'));
    this.several.addEventListener('change', () => this.#compare(this.several.checked));
    for (const input of this.inputs) input.addEventListener('change', () => this.#changed());
    this.#reflect();
  }

  /** @returns {Offer[]} what is chosen, in the list's order; empty where nothing is ready, or nothing is ticked */
  get chosen() {
    return this.inputs.filter(({ checked }) => checked).flatMap(({ value }) => this.offers.get(value) ?? []);
  }

  /** @returns {string} as typed; empty leaves it to chance */
  get seed() {
    return this.#takesSeed ? this.seedField.value.trim() : '';
  }

  get #takesSeed() {
    return this.chosen.some(({ seed }) => seed);
  }

  /**
   * Shows beside each provider what would happen to the mask there.
   *
   * @param {{provider: string, sentence: string, refused: boolean}[]} said
   */
  tell(said) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll('[data-said]'))) {
      const found = said.find(({ provider }) => provider === place.dataset['said']);
      place.hidden = !found;
      place.textContent = found?.sentence ?? '';
      place.classList.toggle('refused', found?.refused ?? false);
    }
  }

  /** Radio buttons become boxes to tick, and back: then the first that was ticked stays. @param {boolean} on */
  #compare(on) {
    const first = this.inputs.find(({ checked }) => checked) ?? this.inputs.find(({ disabled }) => !disabled);
    for (const input of this.inputs) {
      // Ticked boxes that became buttons of one group would put each other out.
      input.checked = false;
      input.type = on ? 'checkbox' : 'radio';
    }
    if (first) first.checked = true;
    this.#changed();
  }

  #changed() {
    this.#reflect();
    this.dispatchEvent(new CustomEvent('change'));
  }

  #reflect() {
    const { chosen } = this;
    const words = chosen.length > 1 ? gettext('{count} services', { count: chosen.length }) : (chosen[0]?.label ?? gettext('Choose a service'));
    const picked = this.root.querySelector('[data-picked]');
    if (picked) picked.textContent = words;
    const field = /** @type {HTMLElement | null} */ (this.root.querySelector('[data-seed-field]'));
    if (field) field.hidden = !this.#takesSeed;
  }
}
