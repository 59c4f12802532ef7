/** This browser's storage for the editor, in IndexedDB. */

const DATABASE = 'eraser';
const VERSION = 2;

/** Unsaved masks; by order and person. */
export const DRAFTS = 'drafts';
/** Which steps led to a mask (trail.js `Head`); by the same. */
export const HEADS = 'heads';
/** The steps (trail.js `KeptStep`); by `[order and person, id]`. */
export const STEPS = 'steps';

const STORES = [DRAFTS, HEADS, STEPS];

/** @typedef {Record<string, IDBObjectStore>} Stores */

/** @returns {Promise<IDBDatabase | null>} null where the browser keeps nothing: private windows, full disks */
export function openStorage() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        const { result } = request;
        for (const name of STORES) if (!result.objectStoreNames.contains(name)) result.createObjectStore(name);
      };
      request.onsuccess = () => {
        const { result } = request;
        // Another tab with a newer editor is not kept waiting.
        result.onversionchange = () => result.close();
        resolve(result);
      };
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

/**
 * One transaction over all stores: what `work` does happens wholly or not at all.
 *
 * @template Answer
 * @param {IDBDatabase | null} database
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<Answer> | Answer} work awaits nothing but {@link asked}
 * @returns {Promise<Answer>}
 * @throws where storage is refused or full
 */
export async function transact(database, mode, work) {
  if (!database) throw new Error('This browser keeps nothing on this device.');
  const transaction = database.transaction(STORES, mode);
  const settled = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
  });
  const stores = Object.fromEntries(STORES.map((name) => [name, transaction.objectStore(name)]));
  const [answer] = await Promise.all([work(stores), settled]);
  return answer;
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Asks the browser not to clear this site's storage when room gets short; once a page, where it can be asked. */
export function persist() {
  asking ??= navigator.storage?.persist?.().catch(() => false) ?? Promise.resolve(false);
}

/** @type {Promise<boolean> | undefined} */
let asking;
