/** @import { Changed } from '../strip.js' */
/** @import { Studio } from '../studio.js' */

const ENDS = new Map([
  ['ready', { one: 'The result is ready', many: 'results are ready' }],
  ['failed', { one: 'Nothing was removed', many: 'photos got no result' }],
]);

/**
 * What became of other photos: a quiet word beside their marks in the filmstrip; nothing on the stage changes.
 *
 * @param {Studio} studio
 */
export function tellingOfOthers({ strip, words }) {
  strip.addEventListener('marked', (event) => {
    const changed = /** @type {CustomEvent<Changed[]>} */ (event).detail.filter(({ order }) => order !== strip.current);
    const sentences = [...ENDS].flatMap(([mark, { one, many }]) => {
      const these = changed.filter((photo) => photo.mark === mark);
      if (!these.length) return [];
      return these.length === 1 ? [`${these[0].name}: ${one.toLowerCase()}.`] : [`${these.length} ${many}.`];
    });
    if (sentences.length) words.say(sentences.join(' '), true);
  });
}
