import { Conflict, Refused } from './draftserver.js';
import { same } from './mask.js';
import { decode } from './png.js';

/** @import { DraftServer } from './draftserver.js' */
/** @import { LocalDrafts } from './drafts.js' */
/** @import { Encoder } from './encoder.js' */
/** @import { Made } from './making.js' */
/** @import { Painting } from './painting.js' */

/** A stroke is saved at the latest this many ms after its end. */
const SOON = 800;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;

/** Whoever has let go hears nothing more. @type {Teller} */
const SILENT = { state() {}, choose() {}, chosen() {} };

/**
 * @typedef {'saved' | 'saving' | 'unsaved' | 'refused'} SaveState
 * @typedef {{
 *   state: (state: SaveState, sentence: string) => void,
 *   choose: (theirs: () => void, mine: () => void) => void,
 *   chosen: () => void,
 * }} Teller how the person hears of it
 */

/**
 * Autosave: after every change the mask goes to this device and to the server, and comes back on the next visit.
 *
 * Only what a person did is ever saved, so a mask that is blank because something went wrong never overwrites a good
 * one; a person's own clearing is told to the server as such.
 */
export class Autosave {
  #version = 0;
  #revision = 0;
  #timer = 0;
  #retryTimer = 0;
  #retry = FIRST_RETRY;
  #savedChanges = 0;
  /** The save under way. @type {Promise<void> | null} */
  #running = null;
  /** Ends every listener at once. */
  #life = new AbortController();
  #asking = false;
  #keptHere = false;

  /**
   * @param {Painting} painting
   * @param {{encoder: Encoder, local: LocalDrafts, server: DraftServer, tell: Teller}} parts
   */
  constructor(painting, { encoder, local, server, tell }) {
    /** Settles when what was kept is back. */
    this.started = Promise.resolve();
    this.painting = painting;
    this.#savedChanges = painting.changes;
    this.encoder = encoder;
    this.local = local;
    this.server = server;
    this.tell = tell;
  }

  /**
   * Brings the unfinished mask back, then starts to save.
   *
   * @param {number} version the server's, 0 for none
   * @param {number} revision painted on
   */
  start(version, revision) {
    this.started = this.#start(version, revision);
    return this.started;
  }

  /**
   * @param {number} version
   * @param {number} revision
   */
  async #start(version, revision) {
    this.#version = version;
    this.#revision = revision;
    const here = await this.local.load();
    try {
      const there = version > 0 ? await this.server.load() : null;
      if (there) this.#version = there.version;
      await this.#bringBack(here?.dirty ? here : null, there);
    } catch {
      if (here?.dirty) await this.#put(here);
      this.tell.state('unsaved', 'The saved mask could not be fetched. Reload the page to try again.');
      // Based on nothing, the first save meets what could not be fetched as a conflict instead of writing over it.
      if (!here?.dirty) this.#version = 0;
    }
    this.#listen();
  }

  /**
   * @param {number} revision that is painted on from now on
   * @param {LocalDrafts} local where its drafts are kept on this device
   */
  async moveTo(revision, local) {
    const earlier = this.local;
    this.#revision = revision;
    this.local = local;
    await this.#save();
    await earlier.forget();
  }

  /**
   * Lets go of the painting at once, so that another photo can be painted on it: saves what is not saved yet and says
   * and hears nothing more. What the server does not take now stays on this device; another call tries again.
   *
   * @returns {Promise<boolean>} whether the server has everything
   */
  async close() {
    if (this.painting.busy) this.painting.commit('stroke');
    this.painting = this.painting.still();
    this.tell.chosen();
    this.tell = SILENT;
    this.#life.abort();
    await this.started;
    await this.#running;
    await this.#save();
    this.#rest();
    return !this.#dirty;
  }

  /** Whether what the server does not have yet would be lost with this page. */
  get onlyHere() {
    return this.#dirty && !this.#keptHere;
  }

  get #dirty() {
    return this.painting.changes !== this.#savedChanges;
  }

  /**
   * @param {{png: Blob, made?: Made, basedOn: number} | null} here unsaved on this device
   * @param {{png: Blob, made: Made, version: number} | null} there
   */
  async #bringBack(here, there) {
    if (here) await this.#put(here);
    else if (there) await this.#put(there);
    if (!here) {
      if (there && !this.painting.empty) this.tell.state('saved', 'Saved');
      return;
    }
    if (there && here.basedOn !== there.version) {
      const theirs = await read(there.png);
      if (same(theirs, this.painting.mask.bytes)) await this.local.forget();
      else this.#ask(there.version);
      return;
    }
    // Unsaved work has come back: count it as a change.
    this.#savedChanges = -1;
    this.#soon();
  }

  /** @param {{png: Blob, made?: Made}} kept */
  async #put({ png, made = 'manual' }) {
    const bytes = await read(png);
    if (bytes.length !== this.painting.mask.bytes.length) return;
    // A hand may have been faster than the disk or the network.
    if (this.painting.busy || this.#dirty) this.painting.add(bytes, 'bringing the mask back');
    else this.painting.restore(bytes, made);
  }

  #listen() {
    const { signal } = this.#life;
    this.painting.addEventListener('change', () => this.#soon(), { signal });
    addEventListener('online', () => this.#again(), { signal });
    const hidden = () => document.visibilityState === 'hidden' && this.#dirty && this.#save();
    document.addEventListener('visibilitychange', hidden, { signal });
    if (this.#dirty) this.#soon();
    const leaving = (/** @type {Event} */ event) => this.onlyHere && event.preventDefault();
    addEventListener('beforeunload', leaving, { signal });
  }

  /** Nothing is waited for any more. */
  #rest() {
    clearTimeout(this.#timer);
    clearTimeout(this.#retryTimer);
    this.#timer = 0;
  }

  #again() {
    this.#retry = FIRST_RETRY;
    if (this.#dirty) this.#soon();
  }

  #soon() {
    this.#keptHere = false;
    this.tell.state('saving', 'Saving…');
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#save(), SOON);
  }

  async #save() {
    this.#rest();
    if (!this.#dirty) return;
    // Half a stroke is not worth saving.
    if (this.painting.busy || this.#running) {
      this.#soon();
      return;
    }
    this.#running = this.#store().catch((error) => this.#failed(error));
    await this.#running;
    this.#running = null;
  }

  async #store() {
    const { changes, empty, made } = this.painting;
    const png = await this.encoder.encode(this.painting.mask);
    this.#keptHere = await this.local.keep({ png, made, basedOn: this.#version, dirty: true });
    if (this.#asking) {
      this.tell.state('unsaved', 'Not saved yet: choose which mask to keep');
      return;
    }
    const draft = { png, made, basedOn: this.#version, revision: this.#revision, cleared: empty };
    this.#version = await this.server.save(draft);
    await this.#done(changes);
  }

  /** @param {number} changes what was saved */
  async #done(changes) {
    this.#savedChanges = changes;
    this.#retry = FIRST_RETRY;
    if (this.#dirty) {
      this.#soon();
      return;
    }
    await this.local.forget();
    this.tell.state('saved', 'Saved');
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error instanceof Conflict) {
      this.tell.state('unsaved', 'Not saved yet');
      this.#ask(error.version);
    } else if (error instanceof Refused) {
      this.tell.state('refused', error.message);
    } else {
      this.tell.state('unsaved', 'Not saved yet, will retry');
      this.#retryTimer = window.setTimeout(() => this.#save(), this.#retry);
      this.#retry = Math.min(LAST_RETRY, this.#retry * 2);
    }
  }

  /** @param {number} version the server's */
  #ask(version) {
    if (this.#asking) return;
    this.#asking = true;
    this.tell.choose(
      () => this.#take(),
      () => this.#insist(version),
    );
  }

  /** The other one takes this one's place; undo brings this one back. */
  async #take() {
    try {
      const there = await this.server.load();
      if (!there) return;
      this.#settle(there.version);
      this.painting.replace(await read(there.png), 'the newer mask');
      this.#savedChanges = this.painting.changes;
      await this.local.forget();
      this.tell.state('saved', 'Saved');
    } catch {
      this.tell.state('unsaved', 'The newer mask could not be fetched. Try again in a moment.');
    }
  }

  /** @param {number} version to write over */
  #insist(version) {
    this.#settle(version);
    this.#savedChanges = -1;
    this.#save();
  }

  /** @param {number} version */
  #settle(version) {
    this.#asking = false;
    this.#version = version;
    this.tell.chosen();
  }
}

/** @param {Blob} png */
async function read(png) {
  return (await decode(new Uint8Array(await png.arrayBuffer()))).bytes;
}
