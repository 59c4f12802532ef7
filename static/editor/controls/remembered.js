/**
 * Small choices a browser remembers from visit to visit; one that may not store anything begins anew each time.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function recalled(name) {
  try {
    return localStorage.getItem(`eraser.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(`eraser.${name}`, value);
  } catch {
    // It holds for this visit.
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    localStorage.removeItem(`eraser.${name}`);
  } catch {
    // Nothing was kept.
  }
}
