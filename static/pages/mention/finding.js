/** What is being written behind an `@`, and whom it may become. */

/** @typedef {{ handle: string, name: string, username: string, roles: string }} Person */

/** Not within a word: e-mail addresses are written so (editor/actions/news/mentions.py has the same rule). */
const BEGUN = /(?:^|[^\p{L}\p{N}_@+-])@([^@\n]{0,60})$/u;
const MOST = 6;

/**
 * Where a mention is being written: the place of its `@`, and the words behind it.
 *
 * @param {string} text
 * @param {number} caret
 * @returns {{ at: number, words: string } | null}
 */
export function begun(text, caret) {
  const found = BEGUN.exec(text.slice(0, caret));
  if (!found) return null;
  const words = found[1] ?? '';
  return { at: caret - words.length - 1, words };
}

/**
 * Those whose username, or any word of whose name, begins so.
 *
 * @param {Person[]} people
 * @param {string} words
 */
export function matching(people, words) {
  const sought = words.toLocaleLowerCase();
  if (/^\s/.test(sought)) return [];
  return people.filter((person) => begins(person, sought)).slice(0, MOST);
}

/**
 * @param {Person} person
 * @param {string} sought
 */
function begins({ handle, name, username }, sought) {
  const whole = name.toLocaleLowerCase();
  const from = whole.split(/\s+/).map((_, index, all) => all.slice(index).join(' '));
  return [handle.toLocaleLowerCase(), username.toLocaleLowerCase(), ...from].some((each) => each.startsWith(sought));
}
