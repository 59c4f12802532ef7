import { gettext } from '../../texts.js';
import { same } from '../engine/mask.js';
import { Unreachable } from './wire.js';

/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Mask } from '../engine/mask.js' */
/** @import { Painting } from '../engine/painting.js' */

/** @typedef {{key: string, of: string, bytes: Uint8Array}} Press what was asked for, and the mask */
/** @typedef {{cards: string, png: Blob}} Sent the HTML of a status card for each provider, and the mask's file */

/** Waits before asking again when nobody answered; the key makes that safe. */
const PAUSES = [1_000, 3_000];
/** Who has not answered after this long, in ms, will not. */
const PATIENCE = 60_000;

/** The server will not take it; `message` is its sentence. */
export class NotTaken extends Error {}

/**
 * Sends masks to be removed.
 *
 * Each press has a key of its own, kept while its outcome is not known: the same press sent twice is one submission.
 */
export class Sender {
  /** Presses whose outcome is not known, by the revision painted on. @type {Map<number, Press>} */
  #open = new Map();

  /**
   * What of this photo's mask its sending leaves to be cleared by whoever holds it, where another photo came meanwhile;
   * null where nothing, or nothing was sent. Never rejected.
   *
   * @type {Promise<Uint8Array | null>}
   */
  remainder = Promise.resolve(null);

  /** Whether the mask stays after it was sent. */
  keeps = false;

  /**
   * @param {Painting} painting
   * @param {Encoder} encoder
   * @param {{url: string, csrf: string}} server
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
    const sending = this.#send(bytes, providers, revision, how);
    const remainder = sending.then(() => this.#clear(mask, bytes), () => null);
    this.remainder = remainder;
    const sent = await sending;
    await remainder;
    return sent;
  }

  /**
   * @param {Mask} mask
   * @param {Uint8Array} bytes of it that were sent; what was painted since stays
   */
  #clear(mask, bytes) {
    if (this.keeps) return null;
    if (this.painting.mask !== mask) return bytes;
    this.painting.subtract(bytes, 'sending the mask');
    return null;
  }

  /**
   * @param {Uint8Array} bytes
   * @param {string[]} providers
   * @param {number} revision
   * @param {{seed?: string, crops?: number}} how
   * @returns {Promise<Sent>}
   */
  async #send(bytes, providers, revision, { seed = '', crops = 1 }) {
    const { key } = this.#press(revision, `${providers.join(' ')} ${seed} ${crops}`, bytes);
    const { url, csrf } = this.server;
    const form = new FormData();
    for (const provider of providers) form.append('provider', provider);
    form.set('revision', String(revision));
    form.set('key', key);
    if (seed) form.set('seed', seed);
    form.set('crops', String(crops));
    form.set('mask_made', this.painting.made);
    form.set('csrfmiddlewaretoken', csrf);
    const png = await this.encoder.encode(this.painting.mask);
    form.set('mask', png, 'mask.png');
    const cards = await post(url, form);
    this.#open.delete(revision);
    return { cards, png };
  }

  /** @param {{url: string, csrf: string}} server another photo's */
  open(server) {
    this.server = server;
    this.remainder = Promise.resolve(null);
  }

  /**
   * @param {number} revision
   * @param {string} of
   * @param {Uint8Array} bytes
   * @returns {Press} the one there was, if it asked for the same
   */
  #press(revision, of, bytes) {
    const earlier = this.#open.get(revision);
    if (earlier?.of === of && same(earlier.bytes, bytes)) return earlier;
    const press = { key: uuid(), of, bytes };
    this.#open.set(revision, press);
    return press;
  }
}

/**
 * @param {string} url
 * @param {FormData} body
 * @returns {Promise<string>}
 * @throws {NotTaken | Unreachable}
 */
async function post(url, body) {
  for (const pause of [...PAUSES, null]) {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual', signal }).catch(() => null);
    const cards = answer?.status === 201 ? await answer.text().catch(() => null) : null;
    if (cards !== null) return cards;
    if (answer && answer.status !== 201 && answer.status < 500) throw new NotTaken(await sentence(answer));
    if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Unreachable();
}

/** @param {Response} answer */
async function sentence(answer) {
  const told = await answer.json().catch(() => ({}));
  return told.error ?? gettext('This was not taken: reload the page and sign in again.');
}

/** @returns {string} a version 4 UUID; `crypto.randomUUID` exists in secure contexts only */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
