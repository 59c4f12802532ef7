import { gettext } from '../../texts.js';

/** Nobody answered, or not sensibly; trying again later may help. */
export class Unreachable extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super(gettext('The server cannot be reached.'), options);
  }
}

/** A question, and each byte of what goes along, may take so long, in ms: 10 KB a second, and time to think. */
const QUESTION = 20_000;
const BYTE = 0.1;

/**
 * @param {number} [bytes] that are sent along
 * @returns {AbortSignal} gives up on a server that takes a question and never answers
 */
export function inTime(bytes = 0) {
  return AbortSignal.timeout(QUESTION + bytes * BYTE);
}

/** Too slow, too early, too much: the same may be taken in a moment. */
const NOT_NOW = [408, 425, 429];

/**
 * @param {number} status of an answer
 * @returns {boolean} whether asking again may help
 */
export function passing(status) {
  return status >= 500 || NOT_NOW.includes(status);
}

/**
 * @param {string} first what the page came with
 * @returns {string} Django's token, which signing in again in another tab renews
 */
export function token(first) {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? first;
}
