import { gettext } from '../../texts.js';
import { Refused, SignedOut } from './draftserver.js';

/** @import { Kept } from './drafts.js' */

/**
 * @typedef {'saved' | 'saving' | 'unsaved' | 'refused'} SaveState
 * @typedef {{
 *   state: (state: SaveState, sentence: string) => void,
 *   choose: (sentence: string, theirs: () => void, mine: () => void) => void,
 *   chosen: () => void,
 *   say: (sentence: string) => void,
 * }} Teller how the person hears of it
 */

/** Whoever has let go hears nothing more. @type {Teller} */
const SILENT = { state() {}, choose() {}, chosen() {}, say() {} };

/** What is said of a device that does not keep all. @type {Map<Kept, string>} */
const SHORT = new Map([
  ['nothing', gettext('This browser cannot keep your mask on this device, only the server can: wait until it says Saved before you leave.')],
  ['mask', gettext('This browser has little room left: your mask is kept, but after a reload undo begins anew.')],
]);

/** Says how safe the work is; what does not change is said once. */
export class Telling {
  #refusal = '';
  /** @type {Kept} */
  #kept = 'all';

  /** @param {Teller} teller */
  constructor(teller) {
    this.teller = teller;
  }

  saving() {
    this.teller.state('saving', gettext('Saving…'));
  }

  saved() {
    this.#refusal = '';
    this.teller.state('saved', gettext('Saved'));
  }

  /** @param {string} sentence */
  unsaved(sentence) {
    this.teller.state('unsaved', sentence);
  }

  /**
   * The server did not take it.
   *
   * @param {unknown} error
   * @param {boolean} keptHere
   */
  failed(error, keptHere) {
    if (error instanceof Refused || error instanceof SignedOut) {
      if (error.message !== this.#refusal) this.teller.state('refused', error.message);
      this.#refusal = error.message;
    } else if (!keptHere) this.unsaved(gettext('Not saved: keep this page open'));
    else this.unsaved(navigator.onLine ? gettext('Not saved yet, will retry') : gettext('Offline: kept here, sent later'));
  }

  /**
   * @param {Kept} kept what this device keeps
   */
  kept(kept) {
    const sentence = SHORT.get(kept);
    if (sentence && kept !== this.#kept) this.teller.say(sentence);
    this.#kept = kept;
  }

  /** What the server has did not come yet. */
  unfetched() {
    this.unsaved(gettext('The saved mask cannot be fetched yet, will retry'));
  }

  /** A mask on this device is damaged. */
  unreadable() {
    this.teller.say(gettext('A mask that was kept on this device is damaged and cannot be brought back.'));
  }

  /**
   * @param {string} sentence
   * @param {() => void} theirs
   * @param {() => void} mine
   */
  ask(sentence, theirs, mine) {
    this.teller.choose(sentence, theirs, mine);
  }

  answered() {
    this.teller.chosen();
  }

  silence() {
    this.answered();
    this.teller = SILENT;
  }
}
