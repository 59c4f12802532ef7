/**
 * What scripts say, in the language of the page. The catalogue comes with the page; English needs none.
 *
 * Texts are written where they are used, as literals, so that `make messages` finds them. `{name}` is filled in.
 */

/** @type {Record<string, string | string[]>} */
const catalogue = JSON.parse(globalThis.document?.getElementById('texts')?.textContent ?? '{}');

/**
 * @param {string} text in English
 * @param {Record<string, string | number>} [values] what takes the place of `{name}`
 */
export function gettext(text, values = {}) {
  const found = catalogue[text];
  return filled(typeof found === 'string' ? found : text, values);
}

/**
 * @param {string} one in English, for a single thing
 * @param {string} many for any other number; `{count}` is filled in
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, count, values = {}) {
  const found = catalogue[one];
  const [single, several] = Array.isArray(found) ? found : [one, many];
  return filled(count === 1 ? single : several, { count, ...values });
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
