import { gettext } from '../../texts.js';
import { recalled, remember } from '../controls/remembered.js';
import { nameOf, orderOf } from '../orders/strip.js';

/** @import { Sent, Unsent } from './sending.js' */
/** @import { Studio } from '../studio.js' */

const NAME = 'then-next';

/**
 * Remove items sends, and then the next photo without a mask comes, unless the person has turned that off.
 *
 * @param {Studio} studio
 */
export function moving(studio) {
  const { actions, root, strip, words } = studio;
  const button = root.querySelector('button[data-action=then-next]');
  let on = recalled(NAME) !== 'off';
  const turn = (/** @type {boolean} */ to) => {
    on = to;
    button?.setAttribute('aria-pressed', String(on));
    button?.setAttribute('title', on ? gettext('After sending, the next photo comes') : gettext('After sending, this photo stays'));
  };
  turn(on);
  actions.add({
    'then-next': () => {
      turn(!on);
      remember(NAME, on ? 'on' : 'off');
      words.say(on ? gettext('After sending, the next photo comes.') : gettext('After sending, this photo stays.'), true);
    },
  });
  /** By the order being sent, the frame that came for it. @type {Map<number, HTMLElement>} */
  const moved = new Map();
  root.addEventListener('sending', (event) => {
    const order = /** @type {CustomEvent<number>} */ (event).detail;
    strip.frame(order)?.removeAttribute('data-waits');
    // Somebody who has turned to another photo already is not taken away from it.
    const next = on && strip.current === order ? strip.nextWaiting : null;
    if (!next) return;
    moved.set(order, next);
    strip.want(next);
  });
  root.addEventListener('sent', (event) => {
    const { order } = /** @type {CustomEvent<Sent>} */ (event).detail;
    strip.refresh();
    const [sent, next] = [strip.frame(order), moved.get(order)];
    moved.delete(order);
    if (!sent || !next) return;
    const arrived = () => orderOf(next) === studio.page.order.id && tell(studio, sent, next, () => turn(false));
    if (!arrived()) strip.addEventListener('arrived', arrived, { once: true });
  });
  root.addEventListener('unsent', (event) => {
    moved.delete(/** @type {CustomEvent<Unsent>} */ (event).detail.order);
    strip.refresh();
  });
}

/**
 * @param {Studio} studio
 * @param {HTMLElement} sent
 * @param {HTMLElement} next
 * @param {() => void} stay
 * @returns {boolean} that it is told
 */
function tell({ notices, strip, words }, sent, next, stay) {
  // Somebody who has chosen knows; before that, the way back has to be in sight.
  if (recalled(NAME)) {
    words.say(gettext('{sent} is being worked on. {next}', { sent: nameOf(sent), next: strip.words(nameOf(next)) }), true);
    return true;
  }
  const close = () => notices.close('moved');
  notices.show('moved', gettext('Sent. The next photo came by itself: {next}.', { next: nameOf(next) }), [
    { label: gettext('Good'), act: () => (remember(NAME, 'on'), close()) },
    {
      label: gettext('Stay on {sent}', { sent: nameOf(sent) }),
      act: () => {
        stay();
        remember(NAME, 'off');
        close();
        strip.want(sent);
      },
    },
  ]);
  return true;
}
