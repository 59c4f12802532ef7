import { noted } from '../../pages/keepfocus.js';
import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

const EMPTY = '<div class="submissions" id="submissions"></div>';
const LOST = `${EMPTY}
  <p class="muted small">${gettext('The history could not be fetched. Reload the page to see it.')}</p>`;

/**
 * The panel follows to the next photo: its history and what was sent of it. `refill` on the editor fetches it anew.
 *
 * @param {Studio} studio
 */
export function refilling(studio) {
  const { root } = studio;
  const place = find(root, '[data-photo-panel]');
  let turn = 0;
  const refill = async () => {
    turn += 1;
    const mine = turn;
    const answer = await fetch(studio.page.order.panel, { redirect: 'manual' }).catch(() => null);
    if (mine !== turn) return;
    const told = answer?.ok ? await answer.text() : LOST;
    if (mine !== turn) return;
    // What was sent meanwhile may not be in the answer.
    const cards = [...find(place, '#submissions').children];
    fill(place, told);
    find(place, '#submissions').prepend(...cards.filter((card) => !place.querySelector(`#${card.id}`)));
  };
  root.addEventListener('refill', refill);
  root.addEventListener('photo', () => {
    // Cards of the photo before would go on asking, and a new one has to have its place at once.
    fill(place, EMPTY);
    refill();
  });
}

/**
 * By htmx, which lets go of what was there: it listens on the page for parts that are gone otherwise.
 *
 * @param {HTMLElement} place
 * @param {string} html of this site's own making
 */
function fill(place, html) {
  const stay = noted();
  /** @type {any} */ (window).htmx.swap(place, html, { swapStyle: 'innerHTML', swapDelay: 0, settleDelay: 0 });
  stay();
}
