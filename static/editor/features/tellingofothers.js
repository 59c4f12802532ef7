import { gettext } from '../../texts.js';

/** @import { Changed } from '../orders/strip.js' */
/** @import { Studio } from '../studio.js' */

/** By the mark a photo's end leaves: what is said of one photo, and of several. */
const ENDS = new Map([
  ['ready', (/** @type {Changed[]} */ these) => these.length === 1
    ? gettext('{name}: the result is ready.', { name: these[0].name })
    : gettext('{count} results are ready.', { count: these.length })],
  ['failed', (/** @type {Changed[]} */ these) => these.length === 1
    ? gettext('{name}: nothing was removed.', { name: these[0].name })
    : gettext('{count} photos got no result.', { count: these.length })],
]);

/**
 * What became of other photos: a quiet word beside their marks in the filmstrip; nothing on the stage changes.
 *
 * @param {Studio} studio
 */
export function tellingOfOthers({ strip, words }) {
  strip.addEventListener('marked', (event) => {
    const changed = /** @type {CustomEvent<Changed[]>} */ (event).detail.filter(({ order }) => order !== strip.current);
    const sentences = [...ENDS].flatMap(([mark, tell]) => {
      const these = changed.filter((photo) => photo.mark === mark);
      return these.length ? [tell(these)] : [];
    });
    if (sentences.length) words.say(sentences.join(' '), true);
  });
}
