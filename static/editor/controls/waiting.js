import { gettext } from '../../texts.js';

/** @import { Notices } from './notices.js' */

const KIND = 'waiting';

/** What takes less, in ms, is not worth a word. */
const SOON = 300;

/**
 * Says that something takes its time, with a way to cancel it: by the bar's button or by Escape.
 *
 * @param {Notices} notices
 * @param {string} sentence
 * @param {() => void} cancel
 * @returns {{tell: (fraction: number) => void, end: () => void}} how far it is, 0 to 1, and that it is over
 */
export function waiting(notices, sentence, cancel) {
  const progress = document.createElement('progress');
  progress.setAttribute('aria-label', sentence);
  const timer = setTimeout(() => {
    const bar = notices.show(KIND, sentence, [{ label: gettext('Cancel'), act: cancel }]);
    bar.firstElementChild?.after(progress);
  }, SOON);
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    cancel();
  };
  addEventListener('keydown', escape, { capture: true });
  return {
    tell: (fraction) => (progress.value = fraction),
    end: () => {
      clearTimeout(timer);
      removeEventListener('keydown', escape, { capture: true });
      notices.close(KIND);
    },
  };
}
