import { gettext } from '../../texts.js';

/** @import { Changed } from '../orders/strip.js' */
/** @import { Studio } from '../studio.js' */

/** @typedef {(these: Changed[]) => string} Telling of one photo, and of several */

/** What is said of photos with a result, and of those that got none. */
const ENDS = /** @type {[(photo: Changed) => boolean, Telling][]} */ ([
  // One that was painted on meanwhile has the mark of its new mask.
  [({ mark, landed }) => mark === 'ready' || landed, (these) => these.length === 1
    ? gettext('{name}: the result is ready.', { name: these[0].name })
    : gettext('{count} results are ready.', { count: these.length })],
  [({ mark }) => mark === 'failed', (these) => these.length === 1
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
    const sentences = ENDS.flatMap(([ends, tell]) => {
      const these = changed.filter(ends);
      return these.length ? [tell(these)] : [];
    });
    if (sentences.length) words.say(sentences.join(' '), true);
  });
}
