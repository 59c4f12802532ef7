import { gettext } from '../../texts.js';

/** @import { SaveState } from '../save/telling.js' */

/** A sentence is shown this long, in ms. */
const SHOWN = 6_000;

/** What the editor says: to everyone who listens, and to the eye where it matters. */
export class Words {
  #timer = 0;

  /**
   * @param {HTMLElement} news a live region, seen only when loud
   * @param {HTMLElement} saved where it stands whether the work is safe
   */
  constructor(news, saved) {
    this.news = news;
    this.saved = saved;
  }

  /**
   * @param {string} sentence
   * @param {boolean} [loud] shown, too
   */
  say(sentence, loud = false) {
    clearTimeout(this.#timer);
    // Screen readers pass over words that are there already; a space at their end makes them new.
    this.news.textContent = this.news.textContent === sentence ? `${sentence}\u00a0` : sentence;
    this.news.classList.toggle('is-loud', loud);
    if (loud) this.#timer = window.setTimeout(() => this.news.classList.remove('is-loud'), SHOWN);
  }

  /** Another photo: nothing is known of it yet. */
  open() {
    this.saved.dataset['state'] = 'none';
    this.news.classList.remove('is-loud');
  }

  /**
   * @param {SaveState} state
   * @param {string} sentence
   */
  stand(state, sentence) {
    this.saved.dataset['state'] = state;
    // Being at it is no news, and what is refused is said at length.
    this.saved.setAttribute('aria-live', state === 'saving' || state === 'refused' ? 'off' : 'polite');
    const words = this.saved.querySelector('[data-saved-words]');
    if (words) words.textContent = state === 'refused' ? gettext('Not saved') : sentence;
    if (state === 'refused') this.say(sentence, true);
  }
}
