import { gettext } from '../../texts.js';
import { Backoff } from './backoff.js';
import { Bringing } from './bringing.js';
import { Keeping } from './keeping.js';
import { Meeting } from './meeting.js';
import { Sending } from './sending.js';
import { Standing } from './standing.js';
import { persist } from './storage.js';
import { Tabs } from './tabs.js';
import { Telling } from './telling.js';

/** @import { Unsaved } from './bringing.js' */
/** @import { DraftServer } from './draftserver.js' */
/** @import { LocalDrafts } from './drafts.js' */
/** @import { Packed, Place } from './keeping.js' */
/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Teller } from './telling.js' */

/** A stroke is kept and sent at the latest this many ms after its end. */
const SOON = 600;

/**
 * Autosave: after every change the mask goes to this device and then to the server, and comes back on the next visit.
 * This device never waits for the server.
 *
 * Only what a person did is ever saved, so a mask that is blank because something went wrong never overwrites a good
 * one; a person's own clearing is told to the server as such.
 */
export class Autosave {
  #timer = 0;
  #backoff = new Backoff();
  /** Ends every listener at once. */
  #life = new AbortController();
  /** Whether it is known what this device has; nothing is written over it before. */
  #ready = false;
  /** A save was due during a stroke and is made at its end. */
  #due = false;
  /** @type {Tabs | null} */
  #tabs = null;

  /**
   * @param {Painting} painting
   * @param {{encoder: Encoder, local: LocalDrafts, server: DraftServer, tell: Teller}} parts
   */
  constructor(painting, { encoder, local, server, tell: teller }) {
    /** Settles when what was kept is back, as far as the server can be reached. */
    this.started = Promise.resolve();
    this.local = local;
    this.server = server;
    this.standing = new Standing(painting);
    this.keeping = new Keeping(encoder, local);
    this.bringing = new Bringing(this.keeping);
    this.tell = new Telling(teller);
    this.sending = new Sending(server, {
      saved: (packed, version) => this.#saved(packed, version),
      failed: (error) => this.tell.failed(error, !this.onlyHere),
      conflict: (there) => this.meeting.conflict(there),
    });
    const { bringing, keeping, sending, standing, tell } = this;
    const acts = { keep: () => this.#keep(), keepHere: () => this.#keepHere(), all: () => this.#all() };
    this.meeting = new Meeting({ bringing, keeping, sending, server, standing, tell }, acts, this.#life.signal);
  }

  /**
   * Brings the unfinished mask back, then starts to save.
   *
   * @param {number} revision painted on
   * @param {Unsaved | null} [unsaved] what this page holds of it from before
   */
  start(revision, unsaved = null) {
    this.sending.revision = revision;
    this.started = this.#start(unsaved);
    return this.started;
  }

  /** @param {Unsaved | null} unsaved */
  async #start(unsaved) {
    const found = await this.local.load();
    const here = await this.bringing.bring(this.standing, unsaved, found);
    if (here) {
      this.sending.version = here.basedOn;
      this.sending.unsure = new Set(here.sent);
    }
    if (this.bringing.unreadable) this.tell.unreadable();
    this.#ready = true;
    this.#listen();
    await this.meeting.meet();
    this.local.tidy();
  }

  /** @param {number} revision that is painted on from now on */
  async moveTo(revision) {
    this.sending.revision = revision;
    await this.now();
  }

  /**
   * Keeps and sends what is painted, at once.
   *
   * @returns {Promise<boolean>} whether it would outlive this page
   */
  async now() {
    await this.#keep();
    return !this.onlyHere;
  }

  /**
   * Lets go of the painting at once, so that another photo can be painted on it: saves what is not saved yet and says
   * and hears nothing more. What the server does not take now stays on this device; another call tries again.
   *
   * @param {Promise<void>} [first] what the saving lets pass before it, so that the next photo need not wait for the disk
   * @returns {Promise<boolean>} whether the server has everything
   */
  async close(first) {
    const { standing, meeting } = this;
    if (standing.painting.busy) standing.painting.commit('stroke');
    standing.painting = standing.painting.still();
    this.tell.silence();
    this.#life.abort();
    this.#rest();
    await first;
    if (standing.dirty) await this.#keepHere();
    await this.started;
    if (!meeting.met && standing.dirty) await meeting.meet();
    await this.#keep();
    this.#rest();
    this.#tabs?.close();
    return !standing.dirty;
  }

  /** Whether what the server does not have yet would be lost with this page. */
  get onlyHere() {
    return this.standing.onlyHere;
  }

  /** Whether the person has to choose between two masks before anything more is saved. */
  get asks() {
    return this.meeting.asking.open;
  }

  /** @returns {Unsaved | null} what the server does not have, for whoever goes on with it */
  get unsaved() {
    const { dirty, onlyHere, painting: { mask, made, history } } = this.standing;
    if (!dirty) return null;
    const { version, unsure } = this.sending;
    return { bytes: mask.bytes, made, steps: history.steps, basedOn: version, sent: [...unsure], kept: !onlyHere };
  }

  #listen() {
    const { signal } = this.#life;
    this.standing.painting.addEventListener('change', () => this.#changed(), { signal });
    for (const back of ['online', 'focus']) addEventListener(back, () => this.#again(), { signal });
    const shown = () => (document.visibilityState === 'hidden' ? this.#keep() : this.#again());
    document.addEventListener('visibilitychange', shown, { signal });
    // A closed lid freezes pages without hiding them.
    document.addEventListener('freeze', () => this.#keep(), { signal });
    const leaving = (/** @type {Event} */ event) => this.onlyHere && event.preventDefault();
    addEventListener('beforeunload', leaving, { signal });
    const heard = (/** @type {number} */ version) => version > this.sending.version && this.meeting.catchUp();
    if (!signal.aborted) this.#tabs = new Tabs(this.local.key, heard);
    if (this.standing.dirty) this.#soon();
  }

  #changed() {
    persist();
    if (this.#due) this.#keep();
    else this.#soon();
  }

  #soon() {
    this.tell.saving();
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#keep(), SOON);
  }

  /** Nothing is waited for any more. */
  #rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const waiting of [this.#backoff, this.sending, this.meeting]) waiting.rest();
  }

  /** Keeps what is painted on this device, then tries to send it. */
  async #keep() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#due = false;
    if (!this.standing.dirty || !this.#ready) return;
    if (this.standing.painting.busy) {
      // Half a stroke is not worth keeping.
      this.#due = true;
      this.#soon();
      return;
    }
    const packed = await this.#keepHere();
    if (packed && this.standing.dirty) await this.sending.send(packed);
  }

  /** @returns {Promise<Packed | null>} null where it could not be packed now */
  async #keepHere() {
    const { keeping, standing, tell } = this;
    if (!this.#ready) return null;
    try {
      const packed = await keeping.latest(standing.painting, () => this.#place());
      if (packed && packed.kept !== 'nothing') standing.kept(packed.changes);
      if (packed) tell.kept(packed.kept);
      if (this.asks) tell.unsaved(gettext('Not saved yet: choose which mask to keep'));
      this.#backoff.reset();
      return packed;
    } catch (error) {
      tell.failed(error, false);
      this.#backoff.later(() => this.#keep());
      return null;
    }
  }

  /** @returns {Place} */
  #place() {
    const { version, unsure, revision } = this.sending;
    return { basedOn: version, sent: [...unsure], revision, url: this.server.url };
  }

  /**
   * @param {Packed} packed
   * @param {number} version
   */
  #saved({ changes }, version) {
    this.#tabs?.tell(version);
    this.standing.saved(changes);
    if (this.standing.dirty) this.#soon();
    else this.#all();
  }

  /** The server has all there is. */
  #all() {
    this.local.forget(this.bringing.taken.splice(0));
    this.tell.saved();
  }

  /** The network or the person is back. */
  #again() {
    if (!this.meeting.met) this.meeting.meet();
    else if (!this.standing.dirty) this.meeting.catchUp();
    else if (this.onlyHere) this.#soon();
    else this.sending.again();
  }
}
