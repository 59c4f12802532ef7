/**
 * Whoever goes by keyboard stays where they are when a part of the page is put in anew: on the same control, or where
 * that is gone on the nearest part around it that is still there.
 */

const CONTROLS = 'a[href], button, summary, input, select, textarea';

/** @param {Element} control */
const called = (control) => `${control.tagName} ${control.getAttribute('aria-label') ?? control.textContent?.trim()}`;

/**
 * Call it before a part is put in anew.
 *
 * @returns {() => void} call it afterwards
 */
export function noted() {
  const here = document.activeElement;
  if (!here || here === document.body) return () => {};
  const name = called(here);
  /** @type {string[]} */
  const around = [];
  for (let part = /** @type {Element | null} */ (here); part; part = part.parentElement) if (part.id) around.push(part.id);
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const place = around.map((id) => document.getElementById(id)).find((part) => part?.checkVisibility());
    if (!place) return;
    const same = [...place.querySelectorAll(CONTROLS)].find((control) => called(control) === name && control.checkVisibility());
    const wanted = /** @type {HTMLElement} */ (same ?? place);
    if (!wanted.matches(CONTROLS) && !wanted.hasAttribute('tabindex')) wanted.tabIndex = -1;
    wanted.focus({ preventScroll: true });
  };
}

let restore = () => {};
document.addEventListener('htmx:beforeSwap', () => (restore = noted()));
document.addEventListener('htmx:afterSwap', () => restore());
