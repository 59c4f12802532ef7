import { recalled, remember } from '../controls/remembered.js';

/** @import { Studio } from '../studio.js' */

const NAME = 'strip';

/**
 * The filmstrip folds down to its first line and back; phones, also lying ones, begin with it folded.
 *
 * @param {Studio} studio
 */
export function folding({ actions, root, strip }) {
  const button = root.querySelector('button[data-action=strip]');
  const fold = (/** @type {boolean} */ on) => {
    strip.root.toggleAttribute('data-folded', on);
    button?.setAttribute('aria-expanded', String(!on));
    if (!on) strip.mark(strip.current);
  };
  fold((recalled(NAME) ?? (matchMedia('(width <= 800px), (height <= 560px)').matches ? 'folded' : 'open')) === 'folded');
  actions.add({
    strip: () => {
      const on = !strip.root.hasAttribute('data-folded');
      remember(NAME, on ? 'folded' : 'open');
      fold(on);
    },
  });
}
