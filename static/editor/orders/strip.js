import { gettext } from '../../texts.js';

/**
 * A photo whose mark is another one now, or on which a result has `landed`.
 *
 * @typedef {{order: number, name: string, mark: string, landed: boolean}} Changed
 */

/** How often the strip is asked for while something on it runs, in ms. */
const PERIOD = 1_500;

/**
 * The filmstrip: a list of links the server makes, kept up to date in place so that nobody's focus or scrolling is lost.
 *
 * Events: `wanted` (detail: the order and the address of its paint page), `arrived` (its photo is on the stage), `current` (the current one, or the number of photos, may be another),
 * `marked` (detail: the {@link Changed} photos, after each update in which some did).
 */
export class Filmstrip extends EventTarget {
  #timer = 0;
  #asked = 0;

  /**
   * @param {HTMLElement} root holds the list
   * @param {number} current order
   */
  constructor(root, current) {
    super();
    this.root = root;
    this.current = current;
    // Somebody who comes back finds the photos as they stand, whatever was done to them elsewhere.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.refresh());
    this.#later();
  }

  /** @returns {HTMLElement[]} one item a photo */
  get frames() {
    return /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll('[data-order]')]);
  }

  /** @returns {number} the current one's place, from 0 */
  get place() {
    return this.frames.findIndex((frame) => orderOf(frame) === this.current);
  }

  /**
   * @param {number} order
   * @returns {HTMLElement | null}
   */
  frame(order) {
    return this.root.querySelector(`[data-order="${order}"]`);
  }

  /**
   * @param {number} step 1 for the next one, -1 for the one before
   * @returns {HTMLElement | null} null at the end
   */
  beside(step) {
    return this.frames[this.place + step] ?? null;
  }

  /** @returns {HTMLElement | null} the next photo without a mask sent, from the current one on and round */
  get nextWaiting() {
    const { frames, place } = this;
    const round = [...frames.slice(place + 1), ...frames.slice(0, Math.max(0, place))];
    return round.find((frame) => frame.hasAttribute('data-waits')) ?? null;
  }

  /**
   * @param {string} name of the current one
   * @returns {string} which one of how many
   */
  words(name) {
    return this.place < 0 ? `${name}.` : gettext('Photo {place} of {count}, {name}.', { place: this.place + 1, count: this.frames.length, name });
  }

  /**
   * @param {HTMLElement} frame to go to
   * @param {string} [address] of its paint page, where that says more than which photo
   */
  want(frame, address = addressOf(frame)) {
    this.dispatchEvent(new CustomEvent('wanted', { detail: { order: orderOf(frame), address } }));
  }

  /** @param {number} order that is the current one from now on */
  mark(order) {
    this.current = order;
    for (const frame of this.frames) {
      const link = frame.querySelector('a');
      if (orderOf(frame) === order) link?.setAttribute('aria-current', 'page');
      else link?.removeAttribute('aria-current');
    }
    this.frame(order)?.scrollIntoView({ block: 'nearest', inline: 'center' });
    this.dispatchEvent(new Event('current'));
  }

  /** Asks how the photos stand now. A strip that cannot be had now is asked for again while something runs. */
  async refresh() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const turn = this.#asked;
    const address = this.frame(this.current)?.dataset['again'];
    const answer = address ? await fetch(address, { redirect: 'manual' }).catch(() => null) : null;
    const html = answer?.ok ? await answer.text().catch(() => null) : null;
    if (turn !== this.#asked) return;
    if (html) this.#take(html);
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    const running = this.root.querySelector('[data-running]');
    if (running && document.visibilityState === 'visible') this.#timer = window.setTimeout(() => this.refresh(), PERIOD);
  }

  /** @param {string} html of this site's own making */
  #take(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const fresh = template.content.querySelector('ol');
    const list = this.root.querySelector('ol');
    if (!fresh || !list) return;
    list.toggleAttribute('data-running', fresh.hasAttribute('data-running'));
    const changed = this.#merge(list, fresh);
    this.dispatchEvent(new Event('current'));
    if (changed.length) this.dispatchEvent(new CustomEvent('marked', { detail: changed }));
  }

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} fresh
   * @returns {Changed[]}
   */
  #merge(list, fresh) {
    // What leads to all photos is an item, too, of no order.
    const shown = new Map(/** @type {HTMLElement[]} */ ([...list.children]).map((item) => [item.dataset['order'], item]));
    /** @type {Changed[]} */
    const changed = [];
    let before = /** @type {Element | null} */ (null);
    for (const item of /** @type {HTMLElement[]} */ ([...fresh.children])) {
      const known = shown.get(item.dataset['order']);
      shown.delete(item.dataset['order']);
      if (known?.dataset['mark']) {
        changed.push(...changeOf(known, item));
        update(known, item);
      }
      const place = known ?? item;
      if (place.previousElementSibling !== before) (before ? before.after(place) : list.prepend(place));
      before = place;
    }
    for (const [order, frame] of shown) if (Number(order) !== this.current) frame.remove();
    this.#settle();
    return changed;
  }

  /** The answer may have been made when another photo was the current one. */
  #settle() {
    for (const frame of this.frames) {
      frame.querySelector('a')?.toggleAttribute('aria-current', false);
      if (orderOf(frame) === this.current) frame.querySelector('a')?.setAttribute('aria-current', 'page');
    }
  }
}

/** @param {HTMLElement} frame @returns {number} */
export function orderOf(frame) {
  return Number(frame.dataset['order']);
}

/** @param {HTMLElement} frame @returns {string} where it is painted on */
export function addressOf(frame) {
  return frame.querySelector('a')?.getAttribute('href') ?? '';
}

/** @param {HTMLElement} frame @returns {string} */
export function nameOf(frame) {
  return frame.querySelector('bdi')?.textContent ?? '';
}

/**
 * @param {HTMLElement} known
 * @param {HTMLElement} item
 * @returns {Changed[]} one, or none
 */
function changeOf(known, item) {
  const mark = item.dataset['mark'] ?? '';
  const landed = Number(item.dataset['head']) > Number(known.dataset['head']);
  return landed || known.dataset['mark'] !== mark ? [{ order: orderOf(item), name: nameOf(item), mark, landed }] : [];
}

/**
 * Only what differs is touched: a picture put in anew would flicker.
 *
 * @param {HTMLElement} known
 * @param {HTMLElement} item
 */
function update(known, item) {
  for (const name of ['mark', 'head']) known.dataset[name] = item.dataset[name];
  known.toggleAttribute('data-waits', item.hasAttribute('data-waits'));
  const [here, there] = [known.querySelector('a'), item.querySelector('a')];
  if (!here || !there) return;
  const [picture, newer] = [here.querySelector('img'), there.querySelector('img')];
  if (picture && newer && picture.getAttribute('src') !== newer.getAttribute('src')) picture.replaceWith(newer);
  for (const part of ['.mark', '.frame-progress']) {
    const [old, fresh] = [here.querySelector(part), there.querySelector(part)];
    if (old && fresh && old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh);
    else if (old && !fresh) old.remove();
    else if (fresh && !old) here.append(fresh);
  }
}
