/** Tabs of this browser that paint on the same order tell each other which version they saved. */
export class Tabs {
  /** @type {BroadcastChannel | null} */
  #channel = null;

  /**
   * @param {string} key of order and person
   * @param {(version: number) => void} hear
   */
  constructor(key, hear) {
    if (!('BroadcastChannel' in globalThis)) return;
    this.#channel = new BroadcastChannel(`eraser ${key}`);
    this.#channel.addEventListener('message', ({ data }) => hear(data));
  }

  /** @param {number} version saved just now */
  tell(version) {
    this.#channel?.postMessage(version);
  }

  close() {
    this.#channel?.close();
    this.#channel = null;
  }
}
