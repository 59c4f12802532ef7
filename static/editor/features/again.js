import { gettext } from '../../texts.js';
import { decode } from '../packing/png.js';

/** @import { Studio } from '../studio.js' */

/**
 * Begins with the mask of a removal that gave nothing, where the address names one; a reload does not bring it twice.
 *
 * @param {Studio} studio
 * @param {Promise<void>} restored when what was kept is back, which this is added to
 */
export async function bringAgain(studio, restored) {
  const { page, painting, words } = studio;
  const { again, pageUrl, revision } = page;
  if (!again) return;
  try {
    const answer = await fetch(again);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { bytes } = await decode(new Uint8Array(await answer.arrayBuffer()));
    await restored;
    if (studio.page !== page) return;
    painting.add(bytes, 'bringing the mask back');
    history.replaceState(history.state, '', pageUrl.replace('{number}', String(revision.number)));
    words.say(gettext('Your mask is back. Press Remove items to try again.'), true);
  } catch {
    words.say(gettext('The mask of that removal could not be loaded. Reload the page to try again.'), true);
  }
}
