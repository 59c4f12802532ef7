import { gettext } from '../../texts.js';
import { Unreachable } from '../orders/wire.js';

/** @import { Made } from '../engine/making.js' */

/** Somebody saved meanwhile; `version` is what the server has. */
export class Conflict extends Error {
  /** @param {number} version */
  constructor(version) {
    super(gettext('A newer mask was saved elsewhere.'));
    this.version = version;
  }
}

/** The server will not take it, now or later; `message` is its sentence. */
export class Refused extends Error {}

/** Nobody is signed in here, or somebody else; `message` is a sentence. Once that has changed it can be sent again. */
export class SignedOut extends Error {}

const NOT_MODIFIED = 304;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const PRECONDITION_FAILED = 412;

/** A body larger than this may not outlive its page. */
const KEPT_ALIVE = 60_000;

/** The person's draft of one order on the server. */
export class DraftServer {
  /**
   * @param {string} url
   * @param {string} csrf
   * @param {number} person who paints; somebody else may have signed in meanwhile, in another tab
   */
  constructor(url, csrf, person) {
    this.url = url;
    this.csrf = csrf;
    this.person = String(person);
  }

  /**
   * @param {number} [known] version that need not be sent again
   * @returns {Promise<{png: Blob, made: Made, version: number, revision: number} | null>} null when there is none, or no other
   */
  async load(known = 0) {
    const headers = { 'X-Person': this.person, ...(known && { 'If-None-Match': `"${known}"` }) };
    const answer = await reach(this.url, { headers });
    if (answer.status === NOT_FOUND || answer.status === NOT_MODIFIED) return null;
    if (!answer.ok) throw new Unreachable();
    const version = Number((answer.headers.get('ETag') ?? '').replace(/\D/g, ''));
    const made = answer.headers.get('X-Mask-Made') === 'automatic' ? 'automatic' : 'manual';
    return { png: await answer.blob(), made, version, revision: Number(answer.headers.get('X-Revision')) };
  }

  /**
   * @param {{png: Blob, made: Made, basedOn: number, revision: number, cleared: boolean}} draft
   * @returns {Promise<number>} the new version
   * @throws {Conflict | Refused | SignedOut | Unreachable}
   */
  async save({ png, made, basedOn, revision, cleared }) {
    /** @type {Record<string, string>} */
    const headers = {
      'Content-Type': 'image/png',
      'If-Match': `"${basedOn}"`,
      'X-CSRFToken': token() ?? this.csrf,
      'X-Person': this.person,
      'X-Revision': String(revision),
      'X-Mask-Made': made,
    };
    if (cleared) headers['X-Cleared'] = '1';
    // A page that is being hidden may be closed before it is through.
    const keepalive = document.visibilityState === 'hidden' && png.size < KEPT_ALIVE;
    const answer = await reach(this.url, { method: 'PUT', headers, body: png, keepalive });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && told.version) return Number(told.version);
    throw trouble(answer, told);
  }
}

/**
 * @param {Response} answer
 * @param {{version?: number, error?: string}} told
 * @returns {Error}
 */
function trouble(answer, told) {
  if (answer.status === PRECONDITION_FAILED) return new Conflict(Number(told.version));
  // 403 is a token that signing in again has made stale, or somebody else's session.
  if (answer.type === 'opaqueredirect' || [UNAUTHORIZED, FORBIDDEN].includes(answer.status)) {
    return new SignedOut(told.error ?? 'You are signed out. Sign in again in another tab, then go on here.');
  }
  if (answer.status >= 500) return new Unreachable();
  return new Refused(told.error ?? gettext('The mask cannot be saved: reload the page and sign in again. It is kept on this device.'));
}

/** @returns {string | undefined} the one that signing in again in another tab has renewed */
function token() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
async function reach(url, options) {
  try {
    // A redirect means the session has ended; following it would fetch the sign-in page in the mask's stead.
    return await fetch(url, { credentials: 'same-origin', redirect: 'manual', ...options });
  } catch (error) {
    throw new Unreachable({ cause: error });
  }
}
