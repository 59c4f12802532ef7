import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/**
 * Whether a pen's pressure makes the brush smaller, as each person likes it. The choice shows once there is a pen.
 *
 * @param {Studio} studio
 */
export function pens({ easel, page, root }) {
  const choice = find(root, '.pressure');
  const box = /** @type {HTMLInputElement} */ (find(choice, 'input'));
  const key = `pen-pressure/${page.person}`;
  const take = (/** @type {boolean} */ on) => {
    box.checked = on;
    easel.pressed = on;
  };
  take(remembered(key) === 'on');
  choice.hidden = !box.checked;
  box.addEventListener('change', () => {
    take(box.checked);
    remember(key, box.checked ? 'on' : 'off');
  });
  root.addEventListener('pen', () => (choice.hidden = false));
}

/**
 * @param {string} key
 * @returns {string | null} null where the browser keeps nothing
 */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still does what was asked for now.
  }
}
