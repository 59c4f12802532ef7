import { gettext } from '../../texts.js';
import { same } from '../engine/mask.js';
import { Unreachable } from './wire.js';

/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Painting } from '../engine/painting.js' */

/** @typedef {{key: string, of: string, bytes: Uint8Array}} Press what was asked for, and the mask */

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
  /** Presses whose outcome is not known, by the revision painted on. @type {Map<number, Press>} */
  #open = new Map();

  /** Settles when nothing is on its way. */
  settled = Promise.resolve();

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
   * @param {string[]} providers
   * @param {number} revision painted on
   * @param {{seed?: string, crops?: number}} [how] the seed as typed, empty leaves it to the server; in how many parts
   * @returns {Promise<{cards: string, png: Blob}>} the HTML of a status card for each provider, and what was sent, which
   *   is cleared from the painting as a step one can undo, unless masks are kept
   * @throws {NotTaken | Unreachable}
   */
  send(providers, revision, how = {}) {
    const sending = this.#send(providers, revision, how);
    this.settled = sending.then(() => {}, () => {});
    return sending;
  }

  /**
   * @param {string[]} providers
   * @param {number} revision
   * @param {{seed?: string, crops?: number}} how
   */
  async #send(providers, revision, { seed = '', crops = 1 }) {
    const sent = this.painting.mask.bytes.slice();
    const { key } = this.#press(revision, `${providers.join(' ')} ${seed} ${crops}`, sent);
    const form = new FormData();
    const png = await this.encoder.encode(this.painting.mask);
    form.set('mask', png, 'mask.png');
    for (const provider of providers) form.append('provider', provider);
    form.set('revision', String(revision));
    form.set('key', key);
    if (seed) form.set('seed', seed);
    form.set('crops', String(crops));
    form.set('mask_made', this.painting.made);
    form.set('csrfmiddlewaretoken', this.server.csrf);
    const cards = await this.#post(form);
    this.#open.delete(revision);
    // What was painted while this was on its way stays.
    if (!this.keeps) this.painting.subtract(sent, 'sending the mask');
    return { cards, png };
  }

  /** @param {{url: string, csrf: string}} server another photo's */
  open(server) {
    this.server = server;
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

  /** @param {FormData} form */
  async #post(form) {
    for (const pause of [...PAUSES, null]) {
      const answer = await fetch(this.server.url, { method: 'POST', body: form, redirect: 'manual' }).catch(() => null);
      if (answer?.status === 201) return answer.text();
      if (answer && answer.status < 500) throw new NotTaken(await sentence(answer));
      if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Unreachable();
  }
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
