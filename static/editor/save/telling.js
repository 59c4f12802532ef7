import { gettext } from '../../texts.js';
import { Refused, SignedOut } from './draftserver.js';

/**
 * @typedef {'saved' | 'saving' | 'unsaved' | 'refused'} SaveState
 * @typedef {{
 *   state: (state: SaveState, sentence: string) => void,
 *   choose: (theirs: () => void, mine: () => void) => void,
 *   chosen: () => void,
 *   say: (sentence: string) => void,
 * }} Teller how the person hears of it
 */

/** Whoever has let go hears nothing more. @type {Teller} */
const SILENT = { state() {}, choose() {}, chosen() {}, say() {} };

const BARE =
  gettext('This browser cannot keep your mask on this device, only the server can: wait until it says Saved before you leave.');

/** Says how safe the work is; what does not change is said once. */
export class Telling {
  #refusal = '';
  #bare = false;

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

  /** This browser has no room, or keeps nothing. */
  bare() {
    if (!this.#bare) this.teller.say(BARE);
    this.#bare = true;
  }

  /**
   * @param {() => void} theirs
   * @param {() => void} mine
   */
  ask(theirs, mine) {
    this.teller.choose(theirs, mine);
  }

  answered() {
    this.teller.chosen();
  }

  silence() {
    this.answered();
    this.teller = SILENT;
  }
}
