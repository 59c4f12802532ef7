import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { holdable } from '../controls/hold.js';
import { pictureOf } from '../orders/page.js';
import { Results } from '../orders/results.js';
import { peek } from './looking.js';

/** @import { Page } from '../orders/page.js' */
/** @import { Changed } from '../orders/strip.js' */
/** @import { Studio } from '../studio.js' */

/**
 * Results come in: shown at once where nothing was painted since, else offered.
 *
 * Dispatches `revision` on the editor when the stage has gone on to another one.
 *
 * @param {Studio} studio
 */
export function arriving(studio) {
  const { notices, painting, root, strip, words } = studio;
  const results = new Results({
    page: () => studio.page,
    untouched: () => painting.empty && !painting.busy,
    show: (page) => show(studio, page),
    failed: (sentence) => words.say(sentence, true),
    offer: (sentence, accept) => {
      const act = () => (notices.close('result'), accept());
      notices.show('result', sentence, [{ label: gettext('Show it'), act }]);
    },
    offerMask: (sentence, bytes) => {
      const act = () => (notices.close('mask'), painting.add(bytes, 'bringing the mask back'));
      const close = () => notices.close('mask');
      notices.show('mask', sentence, [{ label: gettext('Bring the mask back'), act }, { label: gettext('Close'), act: close }]);
    },
  });
  root.addEventListener('sent', (event) => {
    const { detail } = /** @type {CustomEvent<{cards: string, png: Blob, revision: number}>} */ (event);
    results.sent(detail, detail.revision);
  });
  strip.addEventListener('marked', async (event) => {
    const here = /** @type {CustomEvent<Changed[]>} */ (event).detail.find(({ order }) => order === studio.page.order.id);
    // What was sent from here has a card that tells.
    if (!here || root.querySelector('#submissions [hx-get]')) return;
    if (here.mark === 'removing' || (here.landed && (await results.landed()))) root.dispatchEvent(new Event('refill'));
  });
}

/**
 * Goes on with another revision, without a reload; the mask and its history stay.
 *
 * @param {Studio} studio
 * @param {Page} page
 */
async function show(studio, page) {
  const { notices, photo, root } = studio;
  const before = studio.page.proxy.url;
  await photo.replace(pictureOf(page));
  if (studio.page.order.id !== page.order.id) return;
  studio.page = page;
  notices.close('result');
  root.dispatchEvent(new Event('revision'));
  find(root, '[data-revision]').textContent = page.revision.number ? gettext('Revision {number}', { number: page.revision.number }) : gettext('Original');
  const close = () => notices.close('shown');
  const choices = [{ label: gettext('Before'), act: () => {} }, { label: gettext('Close'), act: close }];
  const heard = gettext('The result is here. Hold Before to compare, or go on painting.');
  const bar = notices.show('shown', gettext('This is the result.'), choices, { said: heard });
  const hold = bar.querySelector('button');
  if (hold) {
    hold.title = gettext('Hold to see the photo before');
    holdable(hold, (on) => peek(studio, on, before));
  }
}
