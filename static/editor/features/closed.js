import { gettext } from '../../texts.js';

/** @import { Changed } from '../orders/strip.js' */
/** @import { Page } from '../orders/page.js' */
/** @import { Studio } from '../studio.js' */

const KIND = 'closed';

/**
 * Says of a closed order, before anything is painted in vain, that nothing can be removed there.
 *
 * @param {Studio} studio
 */
export function closed(studio) {
  const { notices, root, strip } = studio;
  const tell = () => {
    const sentence = studio.page.closed;
    if (sentence) notices.show(KIND, sentence, [{ label: gettext('Close'), act: () => notices.close(KIND) }]);
    else notices.close(KIND);
  };
  root.addEventListener('photo', tell);
  strip.addEventListener('marked', async (event) => {
    const { closed: was, order } = studio.page;
    const here = /** @type {CustomEvent<Changed[]>} */ (event).detail.find((photo) => photo.order === order.id);
    if (!here || (here.mark === 'finalised') === Boolean(was)) return;
    const answer = await fetch(order.paint.replace('/paint/', '/paint.json')).catch(() => null);
    const page = answer?.ok ? /** @type {Page} */ (await answer.json()) : null;
    if (page?.order.id !== studio.page.order.id) return;
    studio.page.closed = page.closed;
    tell();
  });
  tell();
}
