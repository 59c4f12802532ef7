/** What the comparison slider lacks: a role and a value for screen readers, Home and End, and a button to hold. */

import { gettext } from '../texts.js';

/** @typedef {HTMLElement & { value: number }} Slider */

/** @param {Slider} slider */
function announce(slider) {
  const value = Math.round(Math.min(100, Math.max(0, Number(slider.value))));
  slider.setAttribute('aria-valuenow', String(value));
  slider.setAttribute('aria-valuetext', gettext('{value} % before', { value }));
}

/** @param {Slider} slider @param {number} value */
function move(slider, value) {
  Object.assign(slider, { value });
  announce(slider);
}

/** @param {Slider} slider */
function makeAccessible(slider) {
  slider.setAttribute('role', 'slider');
  slider.setAttribute('aria-valuemin', '0');
  slider.setAttribute('aria-valuemax', '100');
  announce(slider);
  slider.addEventListener('slide', () => announce(slider));
  slider.addEventListener('keydown', (event) => {
    const ends = new Map([['Home', 0], ['End', 100]]);
    const end = ends.get(event.key);
    if (end === undefined) return;
    event.preventDefault();
    move(slider, end);
  });
}

/** Shows only the picture before while the button is held, by pointer or by key. @param {HTMLElement} button */
function holdToPeek(button) {
  const slider = /** @type {Slider | null} */ (button.closest('.compare')?.querySelector('[data-compare]'));
  if (!slider) return;
  /** @type {number | null} */
  let parked = null;
  const hold = () => {
    if (parked !== null) return;
    parked = Number(slider.value);
    move(slider, 100);
    button.setAttribute('aria-pressed', 'true');
  };
  const release = () => {
    if (parked === null) return;
    move(slider, parked);
    parked = null;
    button.setAttribute('aria-pressed', 'false');
  };
  button.addEventListener('pointerdown', (event) => {
    button.setPointerCapture(event.pointerId);
    hold();
  });
  button.addEventListener('keydown', (event) => {
    if (event.key === ' ' || event.key === 'Enter') hold();
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture', 'keyup', 'blur']) {
    button.addEventListener(name, release);
  }
  // A long press on a touch screen would open the context menu and end the hold.
  button.addEventListener('contextmenu', (event) => event.preventDefault());
}

/** @param {ParentNode} root */
async function enhance(root) {
  const sliders = root.querySelectorAll('[data-compare]');
  if (!sliders.length) return;
  await customElements.whenDefined('img-comparison-slider');
  for (const slider of sliders) makeAccessible(/** @type {Slider} */ (slider));
  for (const button of root.querySelectorAll('[data-peek]')) holdToPeek(/** @type {HTMLElement} */ (button));
}

// htmx says so for the page itself and for every piece it puts in later.
document.addEventListener('htmx:load', (event) => {
  const { elt } = /** @type {CustomEvent<{ elt: HTMLElement }>} */ (event).detail;
  enhance(elt.parentElement ?? elt);
});
