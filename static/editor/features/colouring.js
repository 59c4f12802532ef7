import { MASK_COLOURS } from '../view/maskcolours.js';
import { recalled, remember } from '../controls/remembered.js';

/** @import { Studio } from '../studio.js' */

const NAME = 'mask-colour';

/**
 * The mask's colour on the screen, as this browser remembers it. What is exported stays #7878CD. Dispatches `colour` on the
 * editor (detail: as in MASK_COLOURS) for whoever else shows the mask.
 *
 * @param {Studio} studio
 */
export function colouring({ overlay, root }) {
  const swatches = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('[name=mask-colour]'));
  const show = (/** @type {string} */ name) => {
    overlay.colour(MASK_COLOURS[name]);
    root.dispatchEvent(new CustomEvent('colour', { detail: MASK_COLOURS[name] }));
    for (const swatch of swatches) swatch.checked = swatch.value === name;
  };
  const kept = recalled(NAME) ?? '';
  show(Object.hasOwn(MASK_COLOURS, kept) ? kept : 'violet');
  for (const swatch of swatches) {
    swatch.addEventListener('change', () => {
      remember(NAME, swatch.value);
      show(swatch.value);
    });
  }
}
