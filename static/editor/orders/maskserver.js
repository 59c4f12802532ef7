import { gettext } from '../../texts.js';
import { decode } from '../packing/png.js';
import { Unreachable } from './wire.js';

/** A file that is no mask for this photo; `message` is the server's sentence, `code` the reason. */
export class Unfit extends Error {
  /**
   * @param {string} sentence
   * @param {string} code
   */
  constructor(sentence, code) {
    super(sentence);
    this.code = code;
  }
}

/**
 * A mask this person sent before.
 *
 * @typedef {{url: string, thumb: string, picture: string, name: string, sent: string, part: number}} Sent
 */

/**
 * Has the server read a file, which may be a mask in whatever way it was drawn: browsers that guard against
 * fingerprinting change what a page reads from a picture.
 *
 * @param {{importMask: string, csrf: string}} page
 * @param {File} file
 * @param {{scale: boolean, signal: AbortSignal}} how `scale` fits a mask of another size
 * @returns {Promise<Uint8Array>} scanlines of the photo's size
 * @throws {Unfit | Unreachable | DOMException} the last when canceled
 */
export async function readFile({ importMask, csrf }, file, { scale, signal }) {
  const body = new FormData();
  body.set('mask', file);
  if (scale) body.set('scale', '1');
  body.set('csrfmiddlewaretoken', csrf);
  const answer = await reach(importMask, { method: 'POST', body, signal });
  if (answer.ok) return bits(answer);
  const told = await answer.json().catch(() => ({}));
  throw new Unfit(told.error ?? gettext('This was not taken: reload the page and sign in again.'), told.code ?? '');
}

/**
 * @param {string} url
 * @returns {Promise<Sent[]>} the latest first
 * @throws {Unreachable}
 */
export async function recentMasks(url) {
  const answer = await reach(url, {});
  if (!answer.ok) throw new Unreachable();
  return (await answer.json()).masks;
}

/**
 * @param {string} url of a mask that was sent
 * @returns {Promise<Uint8Array>} its scanlines
 * @throws {Unreachable}
 */
export async function sentMask(url) {
  const answer = await reach(url, {});
  if (!answer.ok) throw new Unreachable();
  return bits(answer);
}

/** @param {Response} answer */
async function bits(answer) {
  return (await decode(new Uint8Array(await answer.arrayBuffer()))).bytes;
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function reach(url, options) {
  try {
    const answer = await fetch(url, { redirect: 'manual', ...options });
    if (answer.status >= 500) throw new Unreachable();
    return answer;
  } catch (error) {
    if (/** @type {Error} */ (error).name === 'AbortError') throw error;
    throw new Unreachable({ cause: error });
  }
}
