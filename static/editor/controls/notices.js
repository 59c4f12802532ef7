/** @import { Words } from './words.js' */

/**
 * @typedef {{label: string, act: () => void}} Choice
 */

/** Quiet bars over the stage that wait for an answer, at most one of a kind. */
export class Notices {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();
  /** Kinds that are about more than the photo on the stage. @type {Set<string>} */
  #lasting = new Set();

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} stage takes the focus of a bar that goes
   * @param {Words} words
   */
  constructor(element, stage, words) {
    this.element = element;
    this.stage = stage;
    this.words = words;
  }

  /**
   * @param {string} kind takes the place of an earlier one of the same kind
   * @param {string} sentence
   * @param {Choice[]} choices
   * @param {{lasting?: boolean, said?: string}} [how] `lasting` stays when another photo comes; `said` is heard of it
   *   where that is another sentence
   */
  show(kind, sentence, choices, { lasting = false, said = sentence } = {}) {
    this.close(kind);
    if (lasting) this.#lasting.add(kind);
    const bar = document.createElement('div');
    bar.className = 'notice';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', sentence);
    const words = document.createElement('p');
    words.textContent = sentence;
    bar.append(words, ...choices.map(button));
    this.#shown.set(kind, bar);
    this.element.append(bar);
    this.words.say(said);
    return bar;
  }

  /** Another photo: what was asked about the one before has no place any more. */
  clear() {
    for (const kind of [...this.#shown.keys()]) if (!this.#lasting.has(kind)) this.close(kind);
  }

  /** @param {string} kind */
  close(kind) {
    const bar = this.#shown.get(kind);
    if (bar?.contains(document.activeElement)) this.stage.focus();
    bar?.remove();
    this.#shown.delete(kind);
    this.#lasting.delete(kind);
  }
}

/** @param {Choice} choice */
function button({ label, act }) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'button compact';
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}
