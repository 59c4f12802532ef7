import { gettext } from '../../texts.js';
import { stepWords } from '../controls/stepwords.js';

/** @import { Studio } from '../studio.js' */

/**
 * Undo, redo and clear, each of which says what it did. In the middle of a stroke they wait for another press.
 *
 * @param {Studio} studio
 */
export function steps({ actions, hand, painting, words }) {
  const tell = (/** @type {string} */ done, /** @type {string | null} */ label, /** @type {string} */ otherwise) => {
    if (label) words.say(`${done}: ${stepWords(label)}.`);
    else words.say(otherwise, true);
  };
  actions.add({
    undo: () => {
      if (painting.busy) return;
      // Of a shape that is still open the last corner is what was done last.
      if (!hand.back()) tell(gettext('Undone'), painting.undo(), gettext('There is nothing to undo.'));
    },
    redo: () => {
      if (!painting.busy) tell(gettext('Redone'), painting.redo(), gettext('There is nothing to redo.'));
    },
    clear: () => {
      if (painting.busy) return;
      if (painting.empty) words.say(gettext('There is nothing to clear.'), true);
      else {
        painting.clear();
        words.say(gettext('Cleared. Undo brings the mask back.'), true);
      }
    },
  });
}
