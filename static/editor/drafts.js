/** @import { Made } from './making.js' */

/**
 * Unsaved masks on this device, in IndexedDB: what survives a crash before the server has it.
 *
 * @typedef {{png: Blob, made?: Made, basedOn: number, dirty: boolean}} LocalDraft `basedOn` is the server's version it grew
 *   from; drafts of earlier days do not say how they were made
 */

const DATABASE = 'eraser';
const STORE = 'drafts';

/**
 * Drafts by order, person and revision. Where the browser refuses storage (private windows, full disks) every call
 * does nothing: the server has the record, this is a second net.
 */
export class LocalDrafts {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.database = open();
  }

  /** @returns {Promise<LocalDraft | null>} */
  async load() {
    return (await this.#run('readonly', (store) => store.get(this.key))) ?? null;
  }

  /**
   * @param {LocalDraft} draft
   * @returns {Promise<boolean>} whether it is kept
   */
  async keep(draft) {
    return (await this.#run('readwrite', (store) => store.put(draft, this.key))) !== undefined;
  }

  /** The server has it all; nothing needs keeping here. */
  async forget() {
    await this.#run('readwrite', (store) => store.delete(this.key));
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>} the answer; undefined where storage is refused
   */
  async #run(mode, ask) {
    const database = await this.database;
    if (!database) return undefined;
    try {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      await settled(transaction);
      return request.result;
    } catch {
      return undefined;
    }
  }
}

/** @returns {Promise<IDBDatabase | null>} */
function open() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function settled(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
  });
}
