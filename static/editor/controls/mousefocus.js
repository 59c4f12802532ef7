/** What is pressed, and takes no letters. */
const PRESSED = 'button, summary, a, [type=radio], [type=checkbox]';
/** Where one writes and reads, as on any page. */
const ELSEWHERE = '.side, dialog';
/** Where letters are letters. */
export const TYPED_INTO = 'input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/**
 * A press of the mouse takes a button in use and leaves the focus alone, as paint programs do: the Space that comes
 * next moves the photo and does not press the button once more. A field one was typing in is left all the same. In the
 * panel and in dialogs the focus goes where it always does.
 *
 * Tab reaches every button as ever.
 *
 * @param {HTMLElement} root
 */
export function keepFocus(root) {
  root.addEventListener('mousedown', (event) => {
    const { target } = event;
    if (!(target instanceof Element) || !target.closest(PRESSED) || target.closest(ELSEWHERE)) return;
    event.preventDefault();
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches(TYPED_INTO)) activeElement.blur();
  });
}
