import { find } from '../controls/find.js';
import { helpSections } from '../controls/helpsheet.js';
import { singleKeys } from '../controls/singlekeys.js';

/** @import { Studio } from '../studio.js' */

/**
 * The sheet of keys and gestures: made when it is asked for first. The browser closes it by Escape and gives the focus
 * back.
 *
 * @param {Studio} studio
 */
export function helping({ actions, root }) {
  const sheet = /** @type {HTMLDialogElement} */ (find(root, '.help'));
  const groups = find(sheet, '[data-help]');
  actions.add({
    help: () => {
      if (!groups.childElementCount) groups.append(...helpSections());
      if (!sheet.open) sheet.showModal();
    },
  });
  singleKeys.offer(sheet);
  find(sheet, '[data-close]').addEventListener('click', () => sheet.close());
  // A click beside the sheet hits the dialog itself, one inside hits something in it.
  sheet.addEventListener('click', (event) => event.target === sheet && sheet.close());
}
