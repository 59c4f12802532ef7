/** @import { Studio } from '../studio.js' */

/**
 * Undo, redo and clear, each of which says what it did.
 *
 * @param {Studio} studio
 */
export function steps({ actions, painting, words }) {
  const tell = (/** @type {string} */ done, /** @type {string | null} */ label, /** @type {string} */ otherwise) => {
    if (label) words.say(`${done}: ${label}.`);
    else words.say(otherwise, true);
  };
  actions.add({
    undo: () => tell('Undone', painting.undo(), 'There is nothing to undo.'),
    redo: () => tell('Redone', painting.redo(), 'There is nothing to redo.'),
    clear: () => {
      if (painting.empty) words.say('There is nothing to clear.', true);
      else {
        painting.clear();
        words.say('Cleared. Undo brings the mask back.', true);
      }
    },
  });
}
