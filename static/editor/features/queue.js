import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/**
 * The panel's two sides: this photo, and what was sent today.
 *
 * @param {Studio} studio
 */
export function queue({ root }) {
  const tabs = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('#panel [role=tab]')]);
  const today = find(root, '#panel-today');
  const refresh = () => today.dispatchEvent(new Event('refresh'));
  const take = (/** @type {HTMLElement} */ chosen) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      find(root, `#${tab.getAttribute('aria-controls')}`).hidden = !on;
    }
    if (!today.hidden) refresh();
    // Hidden rows need not ask how they stand.
    else today.replaceChildren();
  };
  for (const tab of tabs) {
    tab.addEventListener('click', () => take(tab));
    tab.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
      event.preventDefault();
      take(other);
      other.focus();
    });
  }
  for (const name of ['sent', 'refill']) root.addEventListener(name, () => today.hidden || refresh());
}
