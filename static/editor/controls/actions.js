/**
 * Answers false where it has nothing to do now and the key that asked may mean something else.
 *
 * @typedef {(event?: KeyboardEvent) => unknown} Act
 */

/**
 * What buttons and keys can do, by the names of the shortcut table: each feature of the editor adds its own.
 *
 * An action happens when it is asked for; a hold begins and ends.
 */
export class Actions {
  /** @type {Map<string, Act>} */
  #acts = new Map();
  /** @type {Map<string, (on: boolean) => void>} */
  #holds = new Map();

  /** @param {Record<string, Act>} acts */
  add(acts) {
    for (const [name, act] of Object.entries(acts)) this.#acts.set(name, act);
  }

  /** @param {Record<string, (on: boolean) => void>} holds */
  addHolds(holds) {
    for (const [name, hold] of Object.entries(holds)) this.#holds.set(name, hold);
  }

  /** @param {string} name */
  holds(name) {
    return this.#holds.has(name);
  }

  /**
   * @param {string} name
   * @param {KeyboardEvent} [event] where a key asked for it
   * @returns {boolean} whether there was something to do
   */
  run(name, event) {
    const act = this.#acts.get(name);
    return act !== undefined && act(event) !== false;
  }

  /**
   * @param {string} name
   * @param {boolean} on whether the key or button went down or up
   */
  hold(name, on) {
    this.#holds.get(name)?.(on);
  }

  /** @returns {string[]} every name that does something */
  get names() {
    return [...this.#acts.keys(), ...this.#holds.keys()];
  }
}
