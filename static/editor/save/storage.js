/** This browser's storage for the editor, in IndexedDB. */

const DATABASE = 'eraser';
const VERSION = 3;

/** Unsaved masks (drafts.js `LocalDraft`); by `[order and person, tab]`. */
export const DRAFTS = 'drafts';
/** Which steps led to a mask (trail.js `Head`); by order and person. */
export const HEADS = 'heads';
/** The steps (trail.js `KeptStep`); by `[order and person, id]`. */
export const STEPS = 'steps';

const STORES = [DRAFTS, HEADS, STEPS];

/** A disk that takes longer, in ms, is done without: the server must not wait for it. */
const PATIENCE = 5_000;

/** @typedef {Record<string, IDBObjectStore>} Stores */

/** The one connection of this page, while it is good. @type {Promise<IDBDatabase> | null} */
let connection = null;

/**
 * One transaction over all stores: what `work` does happens wholly or not at all.
 *
 * @template Answer
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<Answer> | Answer} work awaits nothing but {@link asked}
 * @returns {Promise<Answer>}
 * @throws where storage is refused, full or does not answer
 */
export async function transact(mode, work) {
  try {
    return await inTime(once(mode, work));
  } catch (error) {
    if (/** @type {Error} */ (error).name !== 'InvalidStateError') throw error;
    // The browser closed the connection: its storage was cleared, or another tab brought a newer editor.
    connection = null;
    return inTime(once(mode, work));
  }
}

/**
 * @template Answer
 * @param {IDBTransactionMode} mode
 * @param {(stores: Stores) => Promise<Answer> | Answer} work
 * @returns {Promise<Answer>}
 */
async function once(mode, work) {
  connection ??= open();
  // What went wrong once may be right the next time.
  connection.catch(() => (connection = null));
  // Strict: on the disk when it says so, whatever happens to the machine then.
  const transaction = (await connection).transaction(STORES, mode, { durability: 'strict' });
  const settled = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
  });
  const stores = Object.fromEntries(STORES.map((name) => [name, transaction.objectStore(name)]));
  const [answer] = await Promise.all([work(stores), settled]);
  return answer;
}

/** @returns {Promise<IDBDatabase>} rejected where the browser keeps nothing: private windows, full disks */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      for (const name of STORES) if (!result.objectStoreNames.contains(name)) result.createObjectStore(name);
      if (oldVersion && transaction) rename(transaction.objectStore(DRAFTS));
    };
    request.onsuccess = () => {
      const { result } = request;
      const gone = () => (connection = null);
      // Another tab with a newer editor is not kept waiting.
      result.onversionchange = () => (result.close(), gone());
      result.onclose = gone;
      resolve(result);
    };
    request.onerror = () => reject(request.error);
  });
}

/**
 * Drafts of earlier days had no tab in their names.
 *
 * @param {IDBObjectStore} drafts
 */
function rename(drafts) {
  const request = drafts.openCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    if (typeof cursor.key === 'string') {
      drafts.put(cursor.value, [cursor.key, '']);
      cursor.delete();
    }
    cursor.continue();
  };
}

/**
 * @template Answer
 * @param {Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
function inTime(work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('This browser does not answer for its storage.')), PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
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
