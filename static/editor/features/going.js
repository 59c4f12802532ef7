import { gettext, ngettext } from '../../texts.js';
import { Ahead } from '../orders/ahead.js';
import { find } from '../controls/find.js';
import { addressOf, nameOf } from '../orders/strip.js';

/** @import { Page } from '../orders/page.js' */
/** @import { Changed, Filmstrip } from '../orders/strip.js' */
/** @import { Studio } from '../studio.js' */

/** The next photo is fetched when nothing else has been going on for this long, in ms. */
const QUIET = 400;

/**
 * From photo to photo without a reload: by keys, by the filmstrip, by the browser's Back and Forward.
 *
 * @param {Studio} studio
 */
export function going(studio) {
  const { actions, left, painting, root, strip, words } = studio;
  const trip = new Trip(studio);
  const step = (/** @type {number} */ by) => {
    // A key pressed in the middle of a stroke was meant for something else.
    if (painting.busy) return;
    const frame = strip.beside(by);
    if (frame) strip.want(frame);
    else words.say(by > 0 ? gettext('This is the last photo.') : gettext('This is the first photo.'), true);
  };
  actions.add({ next: () => step(1), previous: () => step(-1) });
  strip.addEventListener('wanted', (event) => {
    const { order, address } = /** @type {CustomEvent<{order: number, address: string}>} */ (event).detail;
    trip.go(address, order);
  });
  for (const place of [strip.root, find(root, '#panel')]) place.addEventListener('click', (event) => follow(event, studio));
  addEventListener('popstate', () => trip.back());
  left.addEventListener('settled', (event) => {
    trip.forget(/** @type {CustomEvent<number>} */ (event).detail);
    strip.refresh();
  });
  strip.addEventListener('marked', (event) => {
    for (const { order } of /** @type {CustomEvent<Changed[]>} */ (event).detail) trip.forget(order);
  });
  strip.addEventListener('current', () => tellPlace(root, strip));
  strip.mark(strip.current);
  trip.prepare();
}

/** One photo's opening at a time: a key that is hammered passes over those between. */
class Trip {
  #turn = 0;
  #timer = 0;
  ahead = new Ahead();

  /** @param {Studio} studio */
  constructor(studio) {
    this.studio = studio;
    this.strip = studio.strip;
  }

  /**
   * @param {string} address of the paint page
   * @param {number} order
   * @param {boolean} [push] whether the browser's history gets an entry
   */
  async go(address, order, push = true) {
    if (order === this.strip.current) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.strip.mark(order);
    if (order === this.studio.page.order.id) return;
    try {
      // What was painted there a moment ago, or sent, is part of what is fetched.
      await this.studio.left.settled(order);
      if (turn !== this.#turn) return;
      const { page, image } = this.ahead.take(address);
      const opened = await page;
      if (turn !== this.#turn) return;
      this.#open(opened, image);
      if (push) history.pushState(null, '', address);
    } catch {
      if (turn === this.#turn) this.#fail(push);
    }
  }

  /** The address has changed already: the photo follows. */
  back() {
    const found = /\/orders\/(\d+)\/paint\/$/.exec(location.pathname);
    if (found) this.go(location.pathname + location.search, Number(found[1]), false);
  }

  /**
   * @param {Page} page
   * @param {HTMLImageElement} image
   */
  #open(page, image) {
    const { root, words } = this.studio;
    const frame = this.strip.frame(page.order.id);
    const thumb = frame?.querySelector('img');
    this.studio.open(page, { image, thumb: thumb?.complete ? thumb.src : undefined });
    document.title = gettext('Paint · {name} · Eraser', { name: page.order.name.slice(0, 60) });
    find(root, '.bar-name bdi').textContent = page.order.name;
    find(root, '[data-revision]').textContent = page.revision.number ? gettext('Revision {number}', { number: page.revision.number }) : gettext('Original');
    find(root, '[data-order-link]').setAttribute('href', page.order.url);
    words.say(this.strip.words(page.order.name));
    this.strip.dispatchEvent(new Event('arrived'));
    this.prepare();
  }

  /** What was fetched of an order is out of date. @param {number} order */
  forget(order) {
    const frame = this.strip.frame(order);
    if (frame) this.ahead.forget(addressOf(frame));
  }

  /** @param {boolean} push whether the address is still the old one */
  #fail(push) {
    const { page, words } = this.studio;
    const wanted = this.strip.frame(this.strip.current);
    this.strip.mark(page.order.id);
    if (!push) history.replaceState(null, '', page.order.paint);
    const name = wanted ? nameOf(wanted) : gettext('That photo');
    words.say(gettext('{name} could not be opened. You are still on {current}; try again in a moment.', { name, current: page.order.name }), true);
  }

  /** Fetches the photo that will be wanted next, when there is nothing better to do. */
  prepare() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const { painting } = this.studio;
      if (painting.busy) {
        this.prepare();
        return;
      }
      for (const frame of [this.strip.beside(1), this.strip.nextWaiting]) if (frame) this.ahead.prepare(addressOf(frame));
    }, QUIET);
  }
}

/**
 * A click on a link to a photo's paint page, unless it asks for another tab. One with a mask to begin with dispatches
 * `again` on the editor (detail: where the mask is) when its photo is there already.
 *
 * @param {MouseEvent} event
 * @param {Studio} studio
 */
function follow(event, { page, root, strip }) {
  const link = /** @type {Element} */ (event.target).closest('a');
  const order = Number(link?.dataset['go'] ?? link?.closest('[data-order]')?.getAttribute('data-order'));
  const frame = order ? strip.frame(order) : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !frame || !plain || event.defaultPrevented) return;
  const { go, mask, on } = link.dataset;
  const here = mask && order === page.order.id;
  // Another picture of this photo is a page of its own.
  if (here && Number(on) !== page.revision.number) return;
  event.preventDefault();
  if (here) root.dispatchEvent(new CustomEvent('again', { detail: mask }));
  else strip.want(frame, go ? (link.getAttribute('href') ?? '') : undefined);
}

/**
 * @param {HTMLElement} root
 * @param {Filmstrip} strip
 */
function tellPlace(root, strip) {
  const { frames, place } = strip;
  const words = place < 0 ? ngettext('{count} photo', '{count} photos', frames.length) : gettext('{place} of {count}', { place: place + 1, count: frames.length });
  const told = find(root, '[data-place]');
  if (told.textContent !== words) told.textContent = words;
  for (const [action, frame] of Object.entries({ previous: strip.beside(-1), next: strip.beside(1) })) {
    root.querySelector(`button[data-action=${action}]`)?.setAttribute('aria-disabled', String(!frame));
  }
}
