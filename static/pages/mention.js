/**
 * Behind an `@` in a text with `data-mentions` (the address that lists the people) the list of whom it may mean opens.
 * Without it, a name is written out: the server finds it all the same.
 */

import { begun, matching } from './mention/finding.js';
import { PeopleList } from './mention/list.js';

/** @typedef {import('./mention/finding.js').Person} Person */

/** @type {Map<string, Promise<Person[]>>} */
const known = new Map();
/** @type {HTMLTextAreaElement | null} */
let writing = null;
/** Where the `@` stands whose list was closed by Escape. */
let declined = -1;

const list = new PeopleList(take);

/** @param {string} address */
function peopleAt(address) {
  const found = known.get(address) ?? fetched(address);
  known.set(address, found);
  return found;
}

/**
 * @param {string} address
 * @returns {Promise<Person[]>}
 */
async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    if (answer.ok) return (await answer.json()).people;
  } catch {
    // Offline: one writes on without a list, and the next `@` asks again.
  }
  known.delete(address);
  return [];
}

/** @param {HTMLTextAreaElement} text */
async function look(text) {
  const mention = begun(text.value, text.selectionStart);
  if (!mention) declined = -1;
  if (!mention || mention.at === declined || text.selectionStart !== text.selectionEnd) {
    list.close();
    return;
  }
  const people = await peopleAt(text.dataset['mentions'] ?? '');
  // Meanwhile one may have written on: that look comes later and knows better.
  if (begun(text.value, text.selectionStart)?.words !== mention.words || document.activeElement !== text) return;
  const found = matching(people, mention.words);
  writing = text;
  if (found.length) list.open(text, found);
  else list.close();
}

/** @param {Person} person */
function take({ handle }) {
  const mention = writing && begun(writing.value, writing.selectionStart);
  list.close();
  if (!writing || !mention) return;
  writing.setRangeText(`@${handle} `, mention.at, writing.selectionStart, 'end');
  writing.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @type {Record<string, (text: HTMLTextAreaElement) => void>} */
const KEYS = {
  ArrowDown: () => list.move(1),
  ArrowUp: () => list.move(-1),
  Enter: takeMarked,
  Tab: takeMarked,
  Escape: (text) => {
    declined = begun(text.value, text.selectionStart)?.at ?? -1;
    list.close();
  },
};

function takeMarked() {
  if (list.marked) take(list.marked);
}

/** @param {Event} event */
function textOf({ target }) {
  const within = target instanceof Element ? target.closest('textarea[data-mentions]') : null;
  return /** @type {HTMLTextAreaElement | null} */ (within);
}

document.addEventListener('input', (event) => {
  const text = textOf(event);
  if (text) look(text);
});

// Before the page's own keys hear of it: Escape closes the list, and not what the text stands in.
document.addEventListener(
  'keydown',
  (event) => {
    const text = textOf(event);
    const act = KEYS[event.key];
    const plain = !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!text || !list.isOpen || !act || !plain) return;
    event.preventDefault();
    event.stopPropagation();
    act(text);
  },
  { capture: true },
);

document.addEventListener('focusout', (event) => {
  if (textOf(event)) list.close();
});
