import { gettext } from '../../texts.js';
import { Presses } from './presses.js';
import { Unreachable, inTime, passing, token } from './wire.js';

/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Mask } from '../engine/mask.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Press } from './presses.js' */

/** @typedef {{cards: string, png: Blob}} Sent the HTML of a status card for each provider, and the mask's file */
/** @typedef {{url: string, csrf: string, person: number}} Server where it is sent, and by whom */
/** @typedef {{bytes: Uint8Array, done: () => void}} Remainder what is to be cleared, and who hears when that is kept */

/** Waits before asking again when nobody answered; the key makes that safe. */
const PAUSES = [1_000, 3_000];

/** The server will not take it; `message` is its sentence. */
export class NotTaken extends Error {}

/**
 * Sends masks to be removed.
 *
 * Each press has a key of its own, kept while its outcome is not known: the same press sent twice is one submission.
 */
export class Sender {
  #presses = new Presses();

  /**
   * What of this photo's mask its sending leaves to be cleared by whoever holds it, where another photo came meanwhile;
   * null where nothing, or nothing was sent. Never rejected.
   *
   * @type {Promise<Remainder | null>}
   */
  remainder = Promise.resolve(null);

  /** Whether the mask stays after it was sent. */
  keeps = false;

  /** Settles when the mask as it is now would outlive this page; whether it does. */
  safe = () => Promise.resolve(false);

  /**
   * @param {Painting} painting
   * @param {Encoder} encoder
   * @param {Server} server
   */
  constructor(painting, encoder, server) {
    this.painting = painting;
    this.encoder = encoder;
    this.server = server;
  }

  /**
   * Another photo may come meanwhile. What was sent is cleared from the painting as a step one can undo, unless masks are
   * kept; see `remainder`.
   *
   * @param {string[]} providers
   * @param {number} revision painted on
   * @param {{seed?: string, crops?: number}} [how] the seed as typed, empty leaves it to the server; in how many parts
   * @returns {Promise<Sent>}
   * @throws {NotTaken | Unreachable}
   */
  async send(providers, revision, how = {}) {
    const { mask } = this.painting;
    const bytes = mask.bytes.slice();
    const { person, url } = this.server;
    const { seed = '', crops = 1 } = how;
    const press = this.#presses.press(`${url} ${person} ${revision}`, `${providers.join(' ')} ${seed} ${crops}`, bytes);
    const sending = this.#send(press, providers, revision, { seed, crops });
    const remainder = sending.then(() => this.#clear(mask, bytes, press), () => null);
    this.remainder = remainder;
    const sent = await sending;
    await remainder;
    return sent;
  }

  /**
   * A page that crashes before the cleared mask is kept comes back with the mask that was sent, so the press is remembered
   * until then.
   *
   * @param {Mask} mask
   * @param {Uint8Array} bytes of it that were sent; what was painted since stays
   * @param {Press} press
   * @returns {Remainder | null}
   */
  #clear(mask, bytes, press) {
    const done = () => this.#presses.forget(press);
    if (!this.keeps && this.painting.mask !== mask) return { bytes, done };
    if (this.keeps) done();
    else {
      this.painting.subtract(bytes, 'sending the mask');
      this.safe().then((safe) => safe && done());
    }
    return null;
  }

  /**
   * @param {Press} press
   * @param {string[]} providers
   * @param {number} revision
   * @param {{seed: string, crops: number}} how
   * @returns {Promise<Sent>}
   */
  async #send(press, providers, revision, { seed, crops }) {
    const { csrf, person, url } = this.server;
    const form = new FormData();
    for (const provider of providers) form.append('provider', provider);
    form.set('revision', String(revision));
    form.set('key', press.key);
    if (seed) form.set('seed', seed);
    form.set('crops', String(crops));
    form.set('mask_made', this.painting.made);
    form.set('csrfmiddlewaretoken', token(csrf));
    const png = await this.encoder.encode(this.painting.mask);
    form.set('mask', png, 'mask.png');
    const cards = await post(url, form, { person, bytes: png.size });
    this.#presses.answered(press);
    return { cards, png };
  }

  /** @param {Server} server another photo's */
  open(server) {
    this.server = server;
    this.remainder = Promise.resolve(null);
  }
}

/**
 * @param {string} url
 * @param {FormData} body
 * @param {{person: number, bytes: number}} what `bytes` are those of the mask
 * @returns {Promise<string>}
 * @throws {NotTaken | Unreachable}
 */
async function post(url, body, { person, bytes }) {
  const headers = { 'X-Person': String(person) };
  for (const pause of [...PAUSES, null]) {
    const ask = { method: 'POST', body, headers, signal: inTime(bytes) };
    const answer = await fetch(url, { redirect: 'manual', ...ask }).catch(() => null);
    // An answer that is cut off is no answer.
    const cards = answer?.status === 201 ? await answer.text().catch(() => null) : null;
    if (cards !== null) return cards;
    if (answer && answer.status !== 201 && !passing(answer.status)) throw new NotTaken(await sentence(answer));
    if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Unreachable();
}

/** @param {Response} answer */
async function sentence(answer) {
  const told = await answer.json().catch(() => ({}));
  return told.error ?? gettext('This was not taken: reload the page and sign in again.');
}
