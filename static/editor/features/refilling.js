import { find } from '../find.js';

/** @import { Studio } from '../studio.js' */

const LOST = `<div class="submissions" id="submissions"></div>
  <p class="muted small">The history could not be fetched. Reload the page to see it.</p>`;

/**
 * The panel follows to the next photo: its history and what was sent of it.
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
    const address = `/orders/${studio.page.order.id}/panel/`;
    const answer = await fetch(address, { redirect: 'manual' }).catch(() => null);
    if (mine !== turn) return;
    const told = answer?.ok ? await answer.text() : LOST;
    if (mine !== turn) return;
    // What was sent meanwhile may not be in the answer.
    const cards = [...find(place, '#submissions').children];
    place.innerHTML = told;
    const list = find(place, '#submissions');
    list.prepend(...cards.filter((card) => !place.querySelector(`#${card.id}`)));
    /** @type {any} */ (window).htmx?.process(place);
  };
  root.addEventListener('photo', () => {
    // Cards of the photo before would go on asking, and a new one has to have its place at once.
    find(place, '#submissions').replaceChildren();
    place.querySelector('#history')?.remove();
    refill();
  });
}
