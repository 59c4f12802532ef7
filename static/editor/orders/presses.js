import { forget, recalled, remember } from '../controls/remembered.js';
import { digest } from '../packing/digest.js';
import { uuid } from './uuid.js';

/**
 * @typedef {{name: string, key: string, of: string, mask: string}} Press `name` says on what it was pressed and by whom, `of`
 *   what was asked for, `mask` is a digest
 */

/**
 * Presses of Remove items, each with a key of its own for as long as nobody knows what came of it: the same press sent
 * twice is one submission, even where the page that pressed first has crashed.
 */
export class Presses {
  /** The latest whose outcome is not known. @type {Map<string, Press>} */
  #open = new Map();
  /** Names whose press of an earlier page was answered or taken up. @type {Set<string>} */
  #own = new Set();

  /**
   * @param {string} name
   * @param {string} of
   * @param {Uint8Array} bytes of the mask
   * @returns {Press} the one there was, if it asked for the same
   */
  press(name, of, bytes) {
    const mask = digest(bytes);
    const earlier = this.#own.has(name) ? this.#open.get(name) : parsed(recalled(kept(name)));
    const press = earlier?.of === of && earlier.mask === mask ? { ...earlier, name } : { name, key: uuid(), of, mask };
    this.#own.add(name);
    this.#open.set(name, press);
    remember(kept(name), JSON.stringify(press));
    return press;
  }

  /** The server has taken it: the next press is another. @param {Press} press */
  answered({ name }) {
    this.#open.delete(name);
  }

  /** Not even a page that comes after a crash would press it again. @param {Press} press */
  forget({ name, key }) {
    if (parsed(recalled(kept(name)))?.key === key) forget(kept(name));
  }
}

/** @param {string} name */
function kept(name) {
  return `press ${name}`;
}

/**
 * @param {string | null} text
 * @returns {Press | null}
 */
function parsed(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
