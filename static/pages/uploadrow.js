/** One row of the upload list: the file's name, how far it is, and what can be done about it. */

import { gettext } from '../texts.js';

/** @param {string} tag @param {string} className @param {string} [text] */
function element(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** @param {string} words @param {string} name @param {() => void} act */
function button(words, name, act) {
  const made = element('button', 'button quiet compact', words);
  made.setAttribute('type', 'button');
  made.setAttribute('aria-label', `${words} ${name}`);
  made.addEventListener('click', act);
  return made;
}

export class UploadRow {
  #progress = document.createElement('progress');

  #state = element('p', 'upload-state muted small', gettext('Waiting'));

  #actions = element('div', 'row-actions');

  #name;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
    this.element = element('li', 'upload-row');
    const text = element('div', 'upload-text');
    text.append(element('bdi', 'upload-name', name), this.#state, this.#progress);
    this.#progress.max = 1;
    this.#progress.setAttribute('aria-label', gettext('Upload of {name}', { name }));
    this.element.append(text, this.#actions);
  }

  /** @param {() => void} cancel */
  waiting(cancel) {
    this.element.classList.remove('failed');
    this.#state.textContent = gettext('Waiting');
    this.#progress.hidden = false;
    this.#progress.value = 0;
    this.#actions.replaceChildren(button(gettext('Cancel'), this.#name, cancel));
  }

  /** @param {number} fraction of the bytes that have left; then the server reads the photo */
  sent(fraction) {
    this.#state.textContent = fraction < 1 ? `${Math.floor(fraction * 100)} %` : gettext('Reading the photo');
    if (fraction < 1) this.#progress.value = fraction;
    else this.#progress.removeAttribute('value');
  }

  /** @param {string} sentence @param {(() => void) | null} retry null where trying again cannot help */
  failed(sentence, retry) {
    this.element.classList.add('failed');
    this.#state.textContent = sentence;
    this.#progress.hidden = true;
    const dismiss = button(gettext('Dismiss'), this.#name, () => this.element.remove());
    this.#actions.replaceChildren(...(retry ? [button(gettext('Try again'), this.#name, retry)] : []), dismiss);
  }
}
