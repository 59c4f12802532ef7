import { gettext } from '../../texts.js';
import { decode } from '../packing/png.js';

/** @import { Studio } from '../studio.js' */

/**
 * Begins with the mask of a removal that gave nothing, where the address names one, or adds it to what is painted.
 *
 * @param {Studio} studio
 */
export function again(studio) {
  const { root } = studio;
  root.addEventListener('again', (event) => bring(studio, /** @type {CustomEvent<string>} */ (event).detail));
  const begin = async () => {
    const { page } = studio;
    if (page.again && (await bring(studio, page.again))) {
      // A reload does not bring it twice.
      history.replaceState(history.state, '', page.pageUrl.replace('{number}', String(page.revision.number)));
    }
  };
  root.addEventListener('photo', begin);
  begin();
}

/**
 * @param {Studio} studio
 * @param {string} address of a mask
 * @returns {Promise<boolean>} whether it is there
 */
async function bring(studio, address) {
  const { painting, saving, words } = studio;
  const { mask } = painting;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { bytes } = await decode(new Uint8Array(await answer.arrayBuffer()));
    // It is added to what was kept.
    await saving?.started;
    if (painting.mask !== mask) return false;
    painting.add(bytes, 'bringing the mask back');
    words.say(gettext('Your mask is back. Press Remove items to try again.'), true);
    return true;
  } catch {
    words.say(gettext('The mask of that removal could not be loaded. Try again in a moment.'), true);
    return false;
  }
}
