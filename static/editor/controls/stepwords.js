import { gettext } from '../../texts.js';

/** What a step is called where it is kept (`history.js`), in the words of the page's language. */
const WORDS = new Map([
  ['stroke', gettext('stroke')],
  ['erasing', gettext('erasing')],
  ['rectangle', gettext('rectangle')],
  ['polygon', gettext('polygon')],
  ['lasso', gettext('lasso')],
  ['smart select', gettext('smart select')],
  ['clear', gettext('clear')],
  ['invert', gettext('invert')],
  ['fill holes', gettext('fill holes')],
  ['import', gettext('import')],
  ['the last mask', gettext('the last mask')],
  ['the newer mask', gettext('the newer mask')],
  ['sending the mask', gettext('sending the mask')],
  ['bringing the mask back', gettext('bringing the mask back')],
]);

/**
 * @param {string} label of a step
 * @returns {string}
 */
export function stepWords(label) {
  const sized = /^(grow|shrink) by (\d+) px$/.exec(label);
  if (!sized) return WORDS.get(label) ?? label;
  const n = sized[2];
  return sized[1] === 'grow' ? gettext('grow by {n} px', { n }) : gettext('shrink by {n} px', { n });
}
