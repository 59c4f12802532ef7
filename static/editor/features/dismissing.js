/** @import { Studio } from '../studio.js' */

const MIDDLE_BUTTON = 1;

/**
 * A press on the photo closes a menu that is open, and does nothing else: on a phone the menu may cover the button it
 * came from, and whoever wants it away wants no dot. Clicks close it too (`pages/site.js`), but a finger on the stage makes none.
 *
 * @param {Studio} studio
 */
export function dismissing({ root, stage }) {
  /** Pointers that closed a menu, or came down beside one that did; they mean nothing until they are lifted. @type {Set<number>} */
  const spent = new Set();
  const press = (/** @type {PointerEvent} */ event) => {
    // The first of a kind to come down: whoever was lifted outside the window is so, too.
    if (event.isPrimary) spent.clear();
    const open = root.querySelectorAll('details[data-menu][open]');
    if (!open.length && !spent.size) return;
    for (const menu of open) menu.removeAttribute('open');
    // Who moves the photo means it.
    if (event.button === MIDDLE_BUTTON || stage.classList.contains('is-panning')) return;
    spent.add(event.pointerId);
    event.stopImmediatePropagation();
  };
  stage.addEventListener('pointerdown', press, { capture: true });
  for (const name of ['pointerup', 'pointercancel']) {
    addEventListener(name, (event) => spent.delete(/** @type {PointerEvent} */ (event).pointerId));
  }
}
