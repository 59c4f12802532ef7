import { Unreachable } from './wire.js';

/** @import { Made } from './making.js' */

/** Somebody saved meanwhile; `version` is what the server has. */
export class Conflict extends Error {
  /** @param {number} version */
  constructor(version) {
    super('A newer mask was saved elsewhere.');
    this.version = version;
  }
}

/** The server will not take it, now or later; `message` is its sentence. */
export class Refused extends Error {}

const PRECONDITION_FAILED = 412;
const NOT_FOUND = 404;

/** The person's draft of one order on the server. */
export class DraftServer {
  /**
   * @param {string} url
   * @param {string} csrf
   */
  constructor(url, csrf) {
    this.url = url;
    this.csrf = csrf;
  }

  /** @returns {Promise<{png: Blob, made: Made, version: number, revision: number} | null>} null when there is none */
  async load() {
    const answer = await reach(this.url, {});
    if (answer.status === NOT_FOUND) return null;
    if (!answer.ok) throw new Unreachable();
    const version = Number((answer.headers.get('ETag') ?? '').replace(/\D/g, ''));
    const made = answer.headers.get('X-Mask-Made') === 'automatic' ? 'automatic' : 'manual';
    return { png: await answer.blob(), made, version, revision: Number(answer.headers.get('X-Revision')) };
  }

  /**
   * @param {{png: Blob, made: Made, basedOn: number, revision: number, cleared: boolean}} draft
   * @returns {Promise<number>} the new version
   * @throws {Conflict | Refused | Unreachable}
   */
  async save({ png, made, basedOn, revision, cleared }) {
    /** @type {Record<string, string>} */
    const headers = {
      'Content-Type': 'image/png',
      'If-Match': `"${basedOn}"`,
      'X-CSRFToken': this.csrf,
      'X-Revision': String(revision),
      'X-Mask-Made': made,
    };
    if (cleared) headers['X-Cleared'] = '1';
    const answer = await reach(this.url, { method: 'PUT', headers, body: png });
    const told = await answer.json().catch(() => ({}));
    if (answer.status === PRECONDITION_FAILED) throw new Conflict(Number(told.version));
    if (answer.ok && told.version) return Number(told.version);
    if (answer.status >= 500) throw new Unreachable();
    throw new Refused(told.error ?? 'The mask cannot be saved: reload the page and sign in again. It is kept on this device.');
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
    return await fetch(url, { credentials: 'same-origin', redirect: 'manual', ...options });
  } catch (error) {
    throw new Unreachable({ cause: error });
  }
}
