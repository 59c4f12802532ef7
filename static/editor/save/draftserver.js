import { gettext } from '../../texts.js';
import { Unreachable, inTime, passing, token } from '../orders/wire.js';

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

const NONE = 204;
const NOT_MODIFIED = 304;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const PRECONDITION_FAILED = 412;

/** A body larger than this may not outlive its page. */
const KEPT_ALIVE = 60_000;

/** @typedef {{png: Blob, made: Made, version: number}} There what the server has */

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
   * @returns {Promise<There | null>} null when there is none, or no other
   * @throws {Refused | SignedOut | Unreachable}
   */
  async load(known = 0) {
    const headers = { 'X-Person': this.person, ...(known && { 'If-None-Match': `"${known}"` }) };
    const answer = await reach(this.url, { headers });
    if (answer.status === NONE || answer.status === NOT_MODIFIED) return null;
    if (!answer.ok) throw await trouble(answer);
    const version = Number((answer.headers.get('ETag') ?? '').replace(/\D/g, ''));
    const made = answer.headers.get('X-Mask-Made') === 'automatic' ? 'automatic' : 'manual';
    const png = await whole(answer.blob());
    // Somebody between here and the server, or a proxy of theirs, has answered in its stead.
    if (!version) throw new Unreachable();
    return { png, made, version };
  }

  /**
   * @param {{png: Blob, made: Made, basedOn: number, revision: number, blank: boolean}} draft
   * @returns {Promise<number>} the new version
   * @throws {Conflict | Refused | SignedOut | Unreachable}
   */
  async save({ png, made, basedOn, revision, blank }) {
    /** @type {Record<string, string>} */
    const headers = {
      'Content-Type': 'image/png',
      'If-Match': `"${basedOn}"`,
      'X-CSRFToken': token(this.csrf),
      'X-Person': this.person,
      'X-Revision': String(revision),
      'X-Mask-Made': made,
    };
    // Only what a person did is saved: what is blank was cleared.
    if (blank) headers['X-Cleared'] = '1';
    // A page that is being hidden may be closed before it is through.
    const keepalive = document.visibilityState === 'hidden' && png.size < KEPT_ALIVE;
    const signal = inTime(png.size);
    const answer = await reach(this.url, { method: 'PUT', headers, body: png, keepalive, signal });
    if (!answer.ok) throw await trouble(answer);
    const { version } = await whole(answer.json());
    if (!version) throw new Unreachable();
    return Number(version);
  }
}

/**
 * @param {Response} answer
 * @returns {Promise<Error>}
 */
async function trouble(answer) {
  const { status, type } = answer;
  const told = /** @type {{version?: number, error?: string}} */ (await answer.json().catch(() => ({})));
  if (status === PRECONDITION_FAILED) return new Conflict(Number(told.version));
  // 403 is a token that signing in again has made stale, or somebody else's session.
  if (type === 'opaqueredirect' || [UNAUTHORIZED, FORBIDDEN].includes(status)) {
    return new SignedOut(told.error ?? gettext('You are signed out. Sign in again in another tab, then go on here.'));
  }
  if (passing(status)) return new Unreachable();
  return new Refused(told.error ?? gettext('The mask cannot be saved: reload the page and sign in again. It is kept on this device.'));
}

/**
 * @template Body
 * @param {Promise<Body>} body of an answer, which may have been cut off on its way
 * @returns {Promise<Body>}
 */
async function whole(body) {
  try {
    return await body;
  } catch (error) {
    throw new Unreachable({ cause: error });
  }
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
async function reach(url, options) {
  try {
    // A redirect means the session has ended; following it would fetch the sign-in page in the mask's stead.
    return await fetch(url, { credentials: 'same-origin', redirect: 'manual', signal: inTime(), ...options });
  } catch (error) {
    throw new Unreachable({ cause: error });
  }
}
