/**
 * @typedef {{label: string, act: () => void}} Choice
 */

/** Quiet bars over the stage that wait for an answer, at most one of a kind. */
export class Notices {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();
  /** Kinds that are about more than the photo on the stage. @type {Set<string>} */
  #lasting = new Set();

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * @param {string} kind takes the place of an earlier one of the same kind
   * @param {string} sentence
   * @param {Choice[]} choices
   * @param {{lasting?: boolean}} [how] `lasting` stays when another photo comes
   */
  show(kind, sentence, choices, { lasting = false } = {}) {
    this.close(kind);
    if (lasting) this.#lasting.add(kind);
    const bar = document.createElement('div');
    bar.className = 'notice';
    const words = document.createElement('p');
    words.textContent = sentence;
    bar.append(words, ...choices.map(button));
    this.#shown.set(kind, bar);
    this.element.append(bar);
    return bar;
  }

  /** Another photo: what was asked about the one before has no place any more. */
  clear() {
    for (const kind of [...this.#shown.keys()]) if (!this.#lasting.has(kind)) this.close(kind);
  }

  /** @param {string} kind */
  close(kind) {
    this.#shown.get(kind)?.remove();
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
