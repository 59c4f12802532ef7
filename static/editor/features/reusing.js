import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { recentMasks, sentMask } from '../orders/maskserver.js';
import { recalled, remember } from '../controls/remembered.js';

/** @import { Sent } from '../orders/maskserver.js' */
/** @import { Studio } from '../studio.js' */

const NAME = 'keep-mask';

/**
 * Masks used again: those sent before on photos of this size, and the one just sent where it is to stay.
 *
 * @param {Studio} studio
 */
export function reusing(studio) {
  const { actions, root, sender, words } = studio;
  const menu = find(root, '[data-mask-menu]');
  const list = find(root, '[data-recent-masks]');
  actions.add({
    'last-mask': async () => {
      const masks = await latest(studio);
      if (masks?.length) use(studio, masks[0]);
      else if (masks) words.say(gettext('You have sent no mask of a photo of this size yet.'), true);
    },
  });
  menu.addEventListener('toggle', async () => {
    if (!menu.hasAttribute('open')) return;
    const masks = await latest(studio);
    if (masks) list.replaceChildren(...masks.map((sent) => button(sent, () => (menu.removeAttribute('open'), use(studio, sent)))));
  });
  const keeps = /** @type {HTMLInputElement} */ (find(root, '[data-keep-mask]'));
  keeps.checked = recalled(NAME) === 'yes';
  sender.keeps = keeps.checked;
  keeps.addEventListener('change', () => {
    sender.keeps = keeps.checked;
    remember(NAME, keeps.checked ? 'yes' : 'no');
  });
}

/**
 * @param {Studio} studio
 * @returns {Promise<Sent[] | null>} null when they cannot be had, which the person is told
 */
async function latest({ page, words }) {
  try {
    return await recentMasks(page.recentMasks);
  } catch {
    words.say(gettext('The masks sent before could not be fetched. Try again in a moment.'), true);
    return null;
  }
}

/**
 * Adds a mask to what is painted, as a step one can undo.
 *
 * @param {Studio} studio
 * @param {Sent} sent
 */
async function use({ painting, words }, { url, name }) {
  const { mask } = painting;
  try {
    const bytes = await sentMask(url);
    if (painting.mask !== mask || bytes.length !== mask.bytes.length) return;
    const changed = painting.add(bytes, 'the last mask');
    words.say(changed ? gettext('Mask added: {name}. Undo takes it back.', { name }) : gettext('All of that mask is painted already.'), true);
  } catch {
    words.say(gettext('That mask could not be fetched. Try again in a moment.'), true);
  }
}

/**
 * @param {Sent} sent
 * @param {() => void} act
 */
function button({ thumb, picture, name, sent, part }, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'sent-mask';
  element.title = gettext('{name}, sent {sent}', { name, sent });
  const share = part < 0.01 ? gettext('under 1') : Math.round(part * 100);
  element.setAttribute('aria-label', gettext('Mask of {name}, sent {sent}, {part} % of it', { name, sent, part: share }));
  for (const source of [picture, thumb]) {
    const image = document.createElement('img');
    image.src = source;
    image.alt = '';
    image.draggable = false;
    element.append(image);
  }
  element.addEventListener('click', act);
  return element;
}
