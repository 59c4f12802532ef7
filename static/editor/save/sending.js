import { digest } from '../packing/digest.js';
import { Backoff } from './backoff.js';
import { Conflict, Refused } from './draftserver.js';
import { read } from './reading.js';

/** @import { DraftServer, There } from './draftserver.js' */
/** @import { Packed } from './keeping.js' */

/**
 * @typedef {{
 *   saved: (packed: Packed, version: number) => void,
 *   failed: (error: unknown) => void,
 *   conflict: (there: There) => void,
 * }} Sender what the sending tells
 */

/**
 * Sends the masks of one order to the server: the newest only, one at a time, again until it has arrived.
 *
 * An answer may be lost after the server has taken a mask. So what was sent without an answer is remembered, and found on
 * the server it is this page's own, not somebody else's.
 */
export class Sending {
  /** The server's version that what is painted here grew from. */
  version = 0;
  /** Painted on. */
  revision = 0;
  /** Nothing is sent before it is known what the server has, nor while a person is asked. */
  held = true;
  /** Digests of masks sent without an answer. @type {Set<string>} */
  unsure = new Set();
  /** @type {Packed | null} */
  #next = null;
  /** @type {Promise<void> | null} */
  #running = null;
  #backoff = new Backoff();

  /**
   * @param {DraftServer} server
   * @param {Sender} tell
   */
  constructor(server, tell) {
    this.server = server;
    this.tell = tell;
  }

  /**
   * @param {Packed} packed takes the place of what waited
   * @returns {Promise<void>} settles after one try
   */
  send(packed) {
    this.#next = packed;
    return this.flush();
  }

  /** @returns {Promise<void>} settles after one try */
  async flush() {
    this.#backoff.rest();
    this.#running ??= this.#run().finally(() => (this.#running = null));
    await this.#running;
  }

  /** The network or the person is back: there is no more reason to wait. */
  again() {
    this.#backoff.reset();
    return this.flush();
  }

  /** Another mask takes the place of what waited. */
  drop() {
    this.#next = null;
  }

  /** Nothing is tried again by itself. */
  rest() {
    this.#backoff.rest();
  }

  async #run() {
    while (this.#next && !this.held) {
      const packed = this.#next;
      try {
        await this.#put(packed);
      } catch (error) {
        this.tell.failed(error);
        // What the server will never take is not offered again.
        if (!(error instanceof Refused)) this.#backoff.later(() => this.flush());
        return;
      }
    }
  }

  /**
   * @param {Packed} packed
   * @throws where the server did not take it
   */
  async #put(packed) {
    const { version, revision } = this;
    const known = this.unsure.has(packed.digest);
    this.unsure.add(packed.digest);
    try {
      this.version = await this.server.save({ ...packed, basedOn: version, revision });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      // It was not taken this time.
      if (!known) this.unsure.delete(packed.digest);
      await this.#meet(packed);
      return;
    }
    this.#done(packed);
  }

  /** @param {Packed} packed which the server has */
  #done(packed) {
    this.unsure.clear();
    this.#backoff.reset();
    if (this.#next === packed) this.#next = null;
    this.tell.saved(packed, this.version);
  }

  /** @param {Packed} packed meets another mask there */
  async #meet(packed) {
    const there = await this.server.load();
    if (!there) {
      // What was there is gone: this is the first.
      this.version = 0;
      return;
    }
    const of = digest((await read(there.png)).bytes);
    if (of === packed.digest || this.unsure.has(of)) {
      this.version = there.version;
      if (of === packed.digest) this.#done(packed);
      return;
    }
    this.held = true;
    this.tell.conflict(there);
  }
}
