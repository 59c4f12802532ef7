/** The list of people below (or above) a text: one is marked, a key or a finger takes it. */

import { gettext, ngettext } from '../../texts.js';

/** @typedef {import('./finding.js').Person} Person */

const GAP = 4;

export class PeopleList {
  /** @type {Person[]} */
  #people = [];
  #marked = 0;
  #box = document.createElement('ul');
  #news = document.createElement('span');
  /** @type {HTMLTextAreaElement | null} */
  #text = null;

  /** @param {(person: Person) => void} take */
  constructor(take) {
    this.#box.id = 'mention-list';
    this.#box.className = 'mention-list';
    this.#box.setAttribute('role', 'listbox');
    this.#box.setAttribute('aria-label', gettext('People to mention'));
    this.#news.className = 'visually-hidden';
    this.#news.setAttribute('role', 'status');
    // The text keeps the focus, so that one goes on writing.
    this.#box.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#box.addEventListener('click', ({ target }) => {
      const item = /** @type {Element} */ (target).closest('[role=option]');
      const person = this.#people[[...this.#box.children].indexOf(/** @type {Element} */ (item))];
      if (person) take(person);
    });
  }

  get isOpen() {
    return this.#text !== null;
  }

  get marked() {
    return this.#people[this.#marked];
  }

  /**
   * @param {HTMLTextAreaElement} text
   * @param {Person[]} people at least one
   */
  open(text, people) {
    if (this.#text !== text) {
      this.close();
      this.#text = text;
      text.after(this.#box, this.#news);
      text.parentElement?.classList.add('mention-place');
      text.setAttribute('aria-autocomplete', 'list');
      text.setAttribute('aria-controls', this.#box.id);
    }
    this.#people = people;
    this.#box.replaceChildren(...people.map(option));
    this.#place(text);
    this.mark(0);
    const found = ngettext('{count} person to mention', '{count} people to mention', people.length);
    if (this.#news.textContent !== found) this.#news.textContent = found;
  }

  close() {
    this.#text?.removeAttribute('aria-controls');
    this.#text?.removeAttribute('aria-activedescendant');
    this.#text = null;
    this.#box.remove();
    this.#news.remove();
  }

  /** @param {number} index counted around */
  mark(index) {
    const count = this.#people.length;
    this.#marked = (index + count) % count;
    [...this.#box.children].forEach((each, at) => {
      each.setAttribute('aria-selected', String(at === this.#marked));
      if (at === this.#marked) {
        each.scrollIntoView({ block: 'nearest' });
        this.#text?.setAttribute('aria-activedescendant', each.id);
      }
    });
  }

  /** @param {number} by */
  move(by) {
    this.mark(this.#marked + by);
  }

  /** Above the text where there is no room below: a phone's keyboard takes half of the screen. */
  #place(/** @type {HTMLTextAreaElement} */ text) {
    this.#box.style.left = `${text.offsetLeft}px`;
    this.#box.style.width = `${text.offsetWidth}px`;
    const below = bottomOf(text) - text.getBoundingClientRect().bottom;
    const height = this.#box.offsetHeight + GAP;
    const top = below >= height ? text.offsetTop + text.offsetHeight + GAP : text.offsetTop - height;
    this.#box.style.top = `${top}px`;
  }
}

/**
 * Where what is seen around the text ends: the screen, or a box that scrolls by itself.
 *
 * @param {HTMLElement} text
 */
function bottomOf(text) {
  let bottom = window.visualViewport?.height ?? window.innerHeight;
  for (let box = text.parentElement; box && box !== document.body; box = box.parentElement) {
    if (window.getComputedStyle(box).overflowY !== 'visible') bottom = Math.min(bottom, box.getBoundingClientRect().bottom);
  }
  return bottom;
}

/**
 * @param {Person} person
 * @param {number} index
 */
function option({ name, username, roles }, index) {
  const element = document.createElement('li');
  element.id = `mention-${index}`;
  element.setAttribute('role', 'option');
  const called = document.createElement('bdi');
  called.textContent = name;
  const more = document.createElement('span');
  more.className = 'muted small';
  more.textContent = [name === username ? '' : `@${username}`, roles].filter(Boolean).join(' · ');
  element.append(called, ' ', more);
  return element;
}
