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

/** The page's own, as its numbers are written: 0.5 or 0,5. */
const language = globalThis.document?.documentElement?.lang || 'en';

/**
 * @param {number} value
 * @param {number} [least] digits after the point or comma: one at most
 */
export function tenths(value, least = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: least, maximumFractionDigits: 1 });
}

/** @param {number} part 1 is all @returns {string} as `12 %`, and `1.2 %` of little */
export function percent(part) {
  return `${part < 0.1 ? tenths(part * 100, 1) : tenths(Math.round(part * 100))} %`;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
