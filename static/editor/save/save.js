import { gettext } from '../../texts.js';
import { Conflict, Refused } from './draftserver.js';
import { Keeping } from './keeping.js';
import { same } from '../engine/mask.js';
import { decode } from '../packing/png.js';
import { persist } from './storage.js';
import { Tabs } from './tabs.js';
import { Telling } from './telling.js';

/** @import { DraftServer } from './draftserver.js' */
/** @import { LocalDrafts } from './drafts.js' */
/** @import { Encoder } from '../packing/encoder.js' */
/** @import { Steps } from '../engine/history.js' */
/** @import { Made } from '../engine/making.js' */
/** @import { Painting } from '../engine/painting.js' */
/** @import { Teller } from './telling.js' */

/** A stroke is saved at the latest this many ms after its end. */
const SOON = 600;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;

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
  /** A save was due during a stroke and is made at its end. */
  #due = false;
  /** @type {Tabs | null} */
  #tabs = null;

  /**
   * @param {Painting} painting
   * @param {{encoder: Encoder, local: LocalDrafts, server: DraftServer, tell: Teller}} parts
   */
  constructor(painting, { encoder, local, server, tell }) {
    /** Settles when what was kept is back. */
    this.started = Promise.resolve();
    this.painting = painting;
    this.#savedChanges = painting.changes;
    this.keeping = new Keeping(encoder, local);
    this.local = local;
    this.server = server;
    this.tell = new Telling(tell);
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
      this.tell.unsaved(gettext('The saved mask could not be fetched. Reload the page to try again.'));
      // Based on nothing, the first save meets what could not be fetched as a conflict instead of writing over it.
      if (!here?.dirty) this.#version = 0;
    }
    this.#listen();
    this.local.tidy();
  }

  /** @param {number} revision that is painted on from now on */
  async moveTo(revision) {
    this.#revision = revision;
    await this.#save();
  }

  /**
   * Lets go of the painting at once, so that another photo can be painted on it: saves what is not saved yet and says
   * and hears nothing more. What the server does not take now stays on this device; another call tries again.
   *
   * @param {Promise<void>} [first] what the saving lets pass before it, so that the next photo need not wait for the disk
   * @returns {Promise<boolean>} whether the server has everything
   */
  async close(first) {
    if (this.painting.busy) this.painting.commit('stroke');
    this.painting = this.painting.still();
    this.tell.silence();
    this.#life.abort();
    this.#rest();
    await Promise.all([this.started, this.#running, first]);
    await this.#save();
    this.#rest();
    this.#tabs?.close();
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
      if (there && !this.painting.empty) this.tell.saved();
      return;
    }
    if (there && here.basedOn !== there.version) {
      const theirs = await read(there.png);
      if (same(theirs, this.painting.mask.bytes)) {
        await this.local.forget();
        this.tell.saved();
      } else this.#ask(there.version);
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
    else {
      this.painting.restore(bytes, made);
      const { history } = this.painting;
      const steps = await this.keeping.recall(bytes);
      if (steps && this.painting.history === history) this.painting.recall(steps);
    }
  }

  #listen() {
    const { signal } = this.#life;
    this.painting.addEventListener('change', () => this.#changed(), { signal });
    addEventListener('online', () => this.#again(), { signal });
    const shown = () => (document.visibilityState === 'hidden' ? this.#save() : this.#again());
    document.addEventListener('visibilitychange', shown, { signal });
    // A closed lid freezes pages without hiding them.
    document.addEventListener('freeze', () => this.#save(), { signal });
    const leaving = (/** @type {Event} */ event) => this.onlyHere && event.preventDefault();
    addEventListener('beforeunload', leaving, { signal });
    if (!signal.aborted) this.#tabs = new Tabs(this.local.key, (version) => version > this.#version && this.#catchUp());
    if (this.#dirty) this.#soon();
  }

  #changed() {
    persist();
    if (this.#due) this.#save();
    else this.#soon();
  }

  /** Nothing is waited for any more. */
  #rest() {
    clearTimeout(this.#timer);
    clearTimeout(this.#retryTimer);
    this.#timer = 0;
  }

  /** The network or the person is back. */
  #again() {
    this.#retry = FIRST_RETRY;
    if (this.#dirty) this.#soon();
    else this.#catchUp();
  }

  /** Another tab or device may have saved: its mask comes here too, unless something was painted here since. */
  async #catchUp() {
    // What differs is asked about now, not after the next stroke.
    if (this.#dirty) await this.#save();
    if (this.#dirty || this.painting.busy || this.#running || this.#asking) return;
    const { changes } = this.painting;
    try {
      const there = await this.server.load(this.#version);
      if (!there || there.version <= this.#version) return;
      const bytes = await read(there.png);
      const steps = await this.keeping.recall(bytes);
      if (this.painting.changes !== changes || this.painting.busy || this.#life.signal.aborted) return;
      this.#version = there.version;
      this.#takeOver(bytes, steps, there.made);
    } catch {
      // Nothing was painted here: the next save or visit asks again.
    }
  }

  /**
   * @param {Uint8Array} bytes
   * @param {Steps | null} steps where they are not known, one brings back what was here
   * @param {Made} made
   */
  #takeOver(bytes, steps, made) {
    if (steps) {
      this.painting.restore(bytes, made);
      this.painting.recall(steps);
    } else this.painting.replace(bytes, 'the newer mask');
    this.#savedChanges = this.painting.changes;
    this.tell.saved();
  }

  #soon() {
    this.#keptHere = false;
    this.tell.saving();
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#save(), SOON);
  }

  async #save() {
    this.#rest();
    this.#due = false;
    if (!this.#dirty) return;
    if (this.painting.busy || this.#running) {
      // Half a stroke is not worth saving.
      this.#due = this.painting.busy;
      this.#soon();
      return;
    }
    this.#running = this.#store().catch((error) => this.#failed(error));
    await this.#running;
    this.#running = null;
  }

  async #store() {
    const { changes, empty, made } = this.painting;
    const { png, kept } = await this.keeping.keep(this.painting, this.#version);
    this.#keptHere = kept !== 'nothing' && changes === this.painting.changes;
    if (kept === 'nothing') this.tell.bare();
    if (this.#asking) {
      this.tell.unsaved(gettext('Not saved yet: choose which mask to keep'));
      return;
    }
    const draft = { png, made, basedOn: this.#version, revision: this.#revision, cleared: empty };
    this.#version = await this.server.save(draft);
    this.#tabs?.tell(this.#version);
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
    this.tell.saved();
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error instanceof Conflict) {
      this.tell.unsaved(gettext('Not saved yet'));
      this.#ask(error.version);
      return;
    }
    this.tell.failed(error, this.#keptHere);
    if (error instanceof Refused) return;
    this.#retryTimer = window.setTimeout(() => this.#save(), this.#retry);
    this.#retry = Math.min(LAST_RETRY, this.#retry * 2);
  }

  /** @param {number} version the server's */
  #ask(version) {
    if (this.#asking) return;
    this.#asking = true;
    this.tell.ask(
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
      this.tell.saved();
    } catch {
      this.tell.unsaved(gettext('The newer mask could not be fetched. Try again in a moment.'));
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
    this.tell.answered();
  }
}

/** @param {Blob} png */
async function read(png) {
  return (await decode(new Uint8Array(await png.arrayBuffer()))).bytes;
}
