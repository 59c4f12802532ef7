import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/**
 * Remove items: sends the mask to the chosen services and puts their cards in the panel.
 *
 * Dispatches `sent` on the editor (detail: the cards' HTML, the mask's file and the revision painted on).
 *
 * @param {Studio} studio
 */
export function sending(studio) {
  const { actions, controls, crops, painting, picker, root, sender, words } = studio;
  let running = false;
  actions.add({
    send: async () => {
      if (painting.busy || running) return;
      const why = trouble(studio);
      if (why) {
        words.say(why, true);
        return;
      }
      running = true;
      controls.sending(true);
      const revision = studio.page.revision.id;
      try {
        const how = { seed: picker.seed, crops: crops.count };
        const sent = await sender.send(picker.chosen.map(({ slug }) => slug), revision, how);
        crops.reset();
        root.dispatchEvent(new CustomEvent('sent', { detail: { ...sent, revision } }));
        insert(find(root, '#submissions'), sent.cards);
        words.say(gettext('Sent. You can go on painting meanwhile.'), true);
      } catch (error) {
        words.say(gettext('{message} Your mask is kept.', { message: /** @type {Error} */ (error).message }), true);
      } finally {
        running = false;
        controls.sending(false);
      }
    },
  });
}

/**
 * Why nothing can be sent now, as a sentence; empty where it can.
 *
 * @param {Studio} studio
 */
function trouble({ page, painting, picker, foresight }) {
  if (!page.providers.some(({ ready }) => ready)) {
    return gettext('No service is set up that could remove anything. Ask whoever runs Eraser.');
  }
  if (painting.empty) return gettext('Paint over what should go first.');
  if (!picker.chosen.length) return gettext('Tick a service first.');
  return foresight.refusal;
}

/**
 * @param {HTMLElement} list
 * @param {string} cards HTML of this site's own making
 */
function insert(list, cards) {
  const last = list.firstElementChild;
  list.insertAdjacentHTML('afterbegin', cards);
  for (let card = list.firstElementChild; card && card !== last; card = card.nextElementSibling) {
    /** @type {any} */ (window).htmx?.process(card);
  }
}
