import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/** @typedef {{cards: string, png: Blob, order: number, revision: number}} Sent the cards' HTML, the mask's file, what was painted on */
/** @typedef {{order: number, name: string, message: string}} Unsent */

/**
 * Remove items: sends the mask to the chosen services and puts their cards in the panel.
 *
 * Another photo may come while a mask is on its way. Dispatches on the editor `sending` (detail: the order), then `sent`
 * (detail: {@link Sent}) or `unsent` (detail: {@link Unsent}).
 *
 * @param {Studio} studio
 */
export function sending(studio) {
  const { actions, controls, crops, painting, picker, root, sender, words } = studio;
  /** The orders whose mask is on its way. @type {Set<number>} */
  const away = new Set();
  const reflect = () => controls.sending(away.has(studio.page.order.id));
  root.addEventListener('photo', reflect);
  // A page that is gone does not hear whether the mask was taken: it would be painted still, sent and billed again.
  addEventListener('beforeunload', (event) => away.size && event.preventDefault());
  actions.add({
    send: async () => {
      const { order, revision } = studio.page;
      if (painting.busy || away.has(order.id)) return;
      const why = trouble(studio);
      if (why) {
        words.say(why, true);
        return;
      }
      const here = () => studio.page.order.id === order.id;
      away.add(order.id);
      reflect();
      try {
        const how = { seed: picker.seed, crops: crops.count };
        const answer = sender.send(picker.chosen.map(({ slug }) => slug), revision.id, how);
        root.dispatchEvent(new CustomEvent('sending', { detail: order.id }));
        const sent = await answer;
        root.dispatchEvent(new CustomEvent('sent', { detail: { ...sent, order: order.id, revision: revision.id } }));
        if (here()) {
          crops.reset();
          insert(find(root, '#submissions'), sent.cards);
          words.say(gettext('Sent. You can go on painting meanwhile.'), true);
        }
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        if (here()) words.say(gettext('{message} Your mask is kept.', { message }), true);
        root.dispatchEvent(new CustomEvent('unsent', { detail: { order: order.id, name: order.name, message } }));
      } finally {
        away.delete(order.id);
        reflect();
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
  if (page.closed) return page.closed;
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
