import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/**
 * The panel with history and removals, opened and closed by its button.
 *
 * @param {Studio} studio
 */
export function panel({ actions, root }) {
  // Wide windows begin with the panel, narrow ones without; the style sheet decides.
  const shows = () => find(root, '#panel').getClientRects().length > 0;
  const tell = () => find(root, 'button[data-action=panel]').setAttribute('aria-expanded', String(shows()));
  actions.add({
    panel: () => {
      root.dataset['panel'] = shows() ? 'closed' : 'open';
      tell();
    },
  });
  tell();
}
