import { find } from '../../editor/controls/find.js';
import { sheetOf } from '../../editor/controls/helpsheet.js';
import { listen } from '../../editor/controls/listening.js';
import { singleKeys } from '../../editor/controls/singlekeys.js';
import { gettext } from '../../texts.js';

/** @import { Gesture } from '../../editor/controls/gestures.js' */
/** @import { Row } from '../../editor/controls/listening.js' */

/**
 * Every key of the review screen, once: the handler and the help sheet read this table.
 *
 * @typedef {Row & {hint: string}} Key
 * @type {readonly Key[]}
 */
export const KEYS = [
  { action: 'approve', hint: gettext('Approve'), chords: [{ key: 'a' }] },
  { action: 'change', hint: gettext('Ask for changes'), chords: [{ key: 'c' }] },
  { action: 'next', hint: gettext('Next photo'), chords: [{ key: 'arrowright' }, { key: 'pagedown' }] },
  { action: 'previous', hint: gettext('Previous photo'), chords: [{ key: 'arrowleft' }, { key: 'pageup' }] },
  { action: 'flicker', hint: gettext('Hold to see before'), chords: [{ key: 'f' }], hold: true },
  { action: 'slide', hint: gettext('Slider'), chords: [{ key: 's' }] },
  { action: 'after', hint: gettext('Result'), chords: [{ key: 'r' }] },
  { action: 'difference', hint: gettext('Difference'), chords: [{ key: 'd' }] },
  { action: 'zoom-in', hint: gettext('Zoom in'), chords: [{ key: '+' }, { key: '=' }], repeats: true },
  { action: 'zoom-out', hint: gettext('Zoom out'), chords: [{ key: '-' }], repeats: true },
  { action: 'fit', hint: gettext('Fit'), chords: [{ key: '0' }] },
  { action: 'actual', hint: gettext('Show at 100 %'), chords: [{ key: '1' }] },
  { action: 'pan-left', hint: gettext('Look further left'), chords: [{ key: 'arrowleft', shift: true }], repeats: true },
  { action: 'pan-right', hint: gettext('Look further right'), chords: [{ key: 'arrowright', shift: true }], repeats: true },
  { action: 'pan-up', hint: gettext('Look further up'), chords: [{ key: 'arrowup', shift: true }], repeats: true },
  { action: 'pan-down', hint: gettext('Look further down'), chords: [{ key: 'arrowdown', shift: true }], repeats: true },
  { action: 'help', hint: gettext('Show these keys'), chords: [{ key: '?' }] },
];

/** @type {readonly Gesture[]} */
const HANDS = [
  { how: gettext('Drag'), does: gettext('Move the line, or the photo where it is larger than the window') },
  { how: gettext('Pinch or wheel'), does: gettext('Zoom') },
  { how: gettext('Double tap'), does: gettext('Every pixel of the photo, and back') },
  { how: gettext('Click, or press long'), does: gettext('Pin a comment there') },
  { how: gettext('Swipe over the top'), does: gettext('Next or previous photo') },
];

/** @param {Record<string, (on: boolean) => void>} actions by name; those that are held are told when they end */
export function listenTo(actions) {
  const run = (/** @type {string} */ action) => (actions[action](true), true);
  listen(KEYS, { run, hold: (action, on) => actions[action](on) });
}

/**
 * The sheet that shows them, made when it is first asked for.
 *
 * @param {HTMLElement} root
 * @returns {() => void} shows it
 */
export function helpSheet(root) {
  const sheet = /** @type {HTMLDialogElement} */ (find(root, '#review-keys'));
  const groups = find(sheet, '[data-help]');
  const show = () => {
    if (!groups.childElementCount) groups.append(...sheetOf([{ title: gettext('Keys'), keys: KEYS }, { title: gettext('Hands'), gestures: HANDS }]));
    if (!sheet.open) sheet.showModal();
  };
  singleKeys.offer(sheet);
  find(sheet, '[data-close]').addEventListener('click', () => sheet.close());
  sheet.addEventListener('click', (event) => event.target === sheet && sheet.close());
  root.addEventListener('click', (event) => /** @type {Element} */ (event.target).closest('[data-help-opens]') && show());
  return show;
}
