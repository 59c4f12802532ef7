import { gettext } from '../../texts.js';
import { digest } from '../packing/digest.js';
import { Asking } from './asking.js';
import { Backoff } from './backoff.js';
import { forgetLeft } from './drafts.js';
import { read } from './reading.js';

/** @import { Bringing } from './bringing.js' */
/** @import { DraftServer, There } from './draftserver.js' */
/** @import { Found } from './drafts.js' */
/** @import { Keeping } from './keeping.js' */
/** @import { Sending } from './sending.js' */
/** @import { Standing } from './standing.js' */
/** @import { Telling } from './telling.js' */

/**
 * @typedef {{
 *   bringing: Bringing,
 *   keeping: Keeping,
 *   sending: Sending,
 *   server: DraftServer,
 *   standing: Standing,
 *   tell: Telling,
 * }} Parts
 * @typedef {{
 *   keep: () => Promise<void>,
 *   keepHere: () => Promise<unknown>,
 *   all: () => void,
 * }} Acts what the autosave does: keep and send now, keep on this device only, know that all is saved
 */

/**
 * Meets the masks that others have made of the same photo: another device by way of the server, another tab of this
 * browser. Where nothing was painted here theirs comes by itself; where both painted, the person is asked.
 */
export class Meeting {
  /** Whether it is known what the server has. Nothing is sent before. */
  met = false;
  /** @type {Promise<void> | null} */
  #running = null;
  #backoff = new Backoff();

  /**
   * @param {Parts} parts
   * @param {Acts} acts
   * @param {AbortSignal} life nothing comes by itself when it is over
   */
  constructor(parts, acts, life) {
    this.parts = parts;
    this.acts = acts;
    this.life = life;
    this.asking = new Asking(parts.tell, () => this.#go());
  }

  /** Looks what the server has, and again until it says so; what is painted meanwhile is kept on this device only. */
  meet() {
    this.rest();
    this.#running ??= this.#compare()
      .then(() => {
        this.met = true;
        this.#go();
      })
      .catch((error) => this.#unknown(error))
      .finally(() => (this.#running = null));
    return this.#running;
  }

  rest() {
    this.#backoff.rest();
  }

  /** @param {unknown} error */
  #unknown(error) {
    const { standing, tell } = this.parts;
    if (standing.dirty) tell.failed(error, !standing.onlyHere);
    else tell.unfetched();
    if (!this.life.aborted) this.#backoff.later(() => this.meet());
  }

  async #compare() {
    const { bringing, sending, server, standing, tell } = this.parts;
    const there = await server.load();
    if (!there) sending.version = 0;
    else if (!bringing.brought) {
      const { bytes } = await read(there.png);
      await bringing.put(standing, bytes, there.made);
      sending.version = there.version;
      if (!standing.dirty && !standing.painting.empty) tell.saved();
    } else if (there.version !== sending.version) await this.#meetAnother(there);
    for (const rival of bringing.rivals.splice(0)) this.#ask(rival);
  }

  /** @param {There} there */
  async #meetAnother(there) {
    const { sending, standing } = this.parts;
    const of = digest((await read(there.png)).bytes);
    if (!sending.unsure.has(of)) {
      this.conflict(there);
      return;
    }
    // It is what was sent from here; its answer was lost.
    sending.version = there.version;
    if (of !== digest(standing.painting.mask.bytes)) return;
    standing.saved();
    this.acts.all();
  }

  /** All questions are answered: what waits is sent. */
  #go() {
    const { sending, standing, tell } = this.parts;
    sending.held = this.asking.open || !this.met;
    if (!standing.dirty) return;
    tell.saving();
    this.acts.keep();
  }

  /** Another tab or device may have saved: its mask comes here too, unless something was painted here since. */
  async catchUp() {
    const { keeping, sending, server, standing, tell } = this.parts;
    const { painting } = standing;
    // What differs is asked about now, not after the next stroke.
    if (standing.dirty) await this.acts.keep();
    if (standing.dirty || painting.busy || !this.met || this.asking.open) return;
    const { changes } = painting;
    try {
      const there = await server.load(sending.version);
      if (!there || there.version <= sending.version) return;
      const { bytes } = await read(there.png);
      const steps = await keeping.recall(bytes);
      if (painting.changes !== changes || painting.busy || this.life.aborted) return;
      sending.version = there.version;
      if (!steps) await this.#takeOver(bytes);
      else {
        painting.restore(bytes, there.made);
        painting.recall(steps);
        tell.saved();
      }
    } catch {
      // Nothing was painted here: the next save or visit asks again.
    }
  }

  /**
   * The server's mask takes this one's place; undo brings this one back, after a reload, too.
   *
   * @param {Uint8Array} bytes
   */
  async #takeOver(bytes) {
    const { sending, standing } = this.parts;
    sending.drop();
    standing.painting.replace(bytes, 'the newer mask');
    standing.saved();
    await this.acts.keepHere();
    if (!standing.dirty) this.acts.all();
  }

  /** @param {There} there what somebody else has saved since */
  conflict(there) {
    const { keeping, sending, standing, tell } = this.parts;
    sending.held = true;
    tell.unsaved(gettext('Not saved yet'));
    this.asking.ask({
      sentence: gettext('A newer mask was saved elsewhere.'),
      theirs: async () => {
        sending.version = there.version;
        await this.#takeOver((await read(there.png)).bytes);
      },
      mine: async () => {
        sending.version = there.version;
        keeping.anew();
        standing.unsaved();
      },
    });
  }

  /** @param {Found} rival what another tab of this browser has painted and could not send */
  #ask(rival) {
    const { bringing, sending, standing } = this.parts;
    sending.held = true;
    this.asking.ask({
      sentence: gettext('Another mask for this photo was painted on this device and not saved.'),
      theirs: async () => {
        bringing.taken.push(rival);
        standing.painting.replace((await read(rival.draft.png)).bytes, 'the newer mask');
      },
      mine: () => forgetLeft([rival]),
    });
  }
}
