import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/** One presses these several times, looking on. */
const AGAIN = ['grow', 'shrink'];

/**
 * The menu of what is done to the whole mask: opened by its key, closed by what was chosen.
 *
 * @param {Studio} studio
 */
export function maskMenu({ actions, root }) {
  const menu = /** @type {HTMLDetailsElement} */ (find(root, '[data-mask-menu]'));
  actions.add({
    'mask-menu': () => {
      menu.open = !menu.open;
      if (menu.open) find(menu, '.menu-panel button').focus();
      else find(menu, 'summary').focus();
    },
  });
  menu.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button[data-action]');
    if (!(button instanceof HTMLElement) || AGAIN.includes(button.dataset['action'] ?? '')) return;
    menu.open = false;
    // Chosen by key; the mouse has left the focus where it was.
    if (event.detail === 0) find(menu, 'summary').focus();
  });
}
