import { gettext } from '../../texts.js';

/** @import { Unsent } from './sending.js' */
/** @import { Studio } from '../studio.js' */

const KIND = 'unsent';

/**
 * Masks that were not taken after their photo was left: a bar that stays, from photo to photo, with the way back.
 *
 * @param {Studio} studio
 */
export function unsent(studio) {
  const { notices, root, strip } = studio;
  /** By order. @type {Map<number, Unsent>} */
  const untaken = new Map();
  const close = () => (untaken.clear(), notices.close(KIND));
  let untold = false;
  const tell = () => {
    const all = [...untaken.values()];
    untold = false;
    notices.close(KIND);
    if (!all.length) return;
    const [{ order, name }, { message }] = [all[0], all[all.length - 1]];
    const sentence = all.length === 1
      ? gettext('{name} was not sent. {message} Its mask is kept.', { name, message })
      : gettext('{count} photos were not sent. {message} Their masks are kept.', { count: all.length, message });
    const frame = strip.frame(order);
    const back = frame ? [{ label: gettext('Go to {name}', { name }), act: () => strip.want(frame) }] : [];
    notices.show(KIND, sentence, [...back, { label: gettext('Close'), act: close }], { lasting: true });
  };
  root.addEventListener('unsent', (event) => {
    const { detail } = /** @type {CustomEvent<Unsent>} */ (event);
    untaken.set(detail.order, detail);
    // Said on the photo itself; but the next one may be on its way already, and the sentence goes with this one.
    untold = detail.order === studio.page.order.id;
    if (!untold) tell();
  });
  // Whoever goes on with the photo has read it there, and whoever is back on it sees its mask.
  for (const name of ['stroke', 'sending']) root.addEventListener(name, () => untaken.delete(studio.page.order.id));
  root.addEventListener('photo', () => (untaken.delete(studio.page.order.id) || untold) && tell());
}
