import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { recalled, remember } from '../controls/remembered.js';
import { allow } from '../controls/toolbar.js';
import { waiting } from '../controls/waiting.js';
import { Canceled, Shaper } from '../whole/shaper.js';

/** @import { Studio } from '../studio.js' */
/** @import { Work } from '../whole/shaper.js' */

const NAME = 'margin';
const MOST = 500;

/**
 * What is said of each work: while it goes on, its step's name, when it is done, when there was nothing to do.
 *
 * @type {Record<Work, (n: number) => {doing: string, label: string, done: string, nothing: string}>}
 */
const SAID = {
  grow: (n) => ({ doing: gettext('Growing the mask…'), label: `grow by ${n} px`, done: gettext('Grown by {n} px.', { n }), nothing: gettext('The whole photo is painted: nothing can grow.') }),
  shrink: (n) => ({ doing: gettext('Shrinking the mask…'), label: `shrink by ${n} px`, done: gettext('Shrunk by {n} px.', { n }), nothing: gettext('The whole photo is painted: there is no edge to shrink from.') }),
  'fill-holes': () => ({ doing: gettext('Filling holes…'), label: 'fill holes', done: gettext('Holes filled.'), nothing: gettext('There are no holes to fill.') }),
};

/**
 * Invert, grow, shrink and fill holes, each a step one can undo. While a worker is at it nobody paints, and Escape
 * cancels; should the mask be another one when it is done, nothing comes of it.
 *
 * @param {Studio} studio
 */
export function reshaping(studio) {
  const { actions, painting, root, stage, words } = studio;
  const shaper = new Shaper(root.dataset['shaper'] ?? '');
  const margin = marginField(root);
  actions.add({
    invert: () => {
      if (painting.busy || shaper.busy) return;
      painting.invert();
      words.say(painting.empty ? gettext('Inverted: nothing is painted now. Undo brings the mask back.') : gettext('Inverted.'), painting.empty);
    },
    grow: () => reshape(studio, shaper, 'grow', margin()),
    shrink: () => reshape(studio, shaper, 'shrink', margin()),
    'fill-holes': () => reshape(studio, shaper, 'fill-holes', 0),
  });
  const reflect = () => {
    for (const name of Object.keys(SAID)) {
      const button = root.querySelector(`button[data-action=${name}]`);
      if (button) allow(button, !painting.empty);
    }
  };
  for (const name of ['change', 'restored']) painting.addEventListener(name, reflect);
  reflect();
  root.addEventListener('leaving', () => shaper.cancel());
  root.addEventListener(
    'pointerdown',
    (event) => {
      if (!shaper.busy || !stage.contains(/** @type {Node} */ (event.target))) return;
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );
}

/**
 * @param {Studio} studio
 * @param {Shaper} shaper
 * @param {Work} work
 * @param {number} n
 */
async function reshape({ notices, painting, words }, shaper, work, n) {
  if (painting.busy || shaper.busy) return;
  const said = SAID[work](n);
  if (painting.empty) {
    words.say(gettext('Paint something first.'), true);
    return;
  }
  const { changes, mask } = painting;
  const wait = waiting(notices, said.doing, () => shaper.cancel());
  try {
    const { bytes, rect } = await shaper.reshape(work, mask, n, wait.tell);
    if (painting.mask !== mask) return;
    if (painting.busy || painting.changes !== changes) words.say(gettext('The mask was changed meanwhile: nothing was done to it. Try again.'), true);
    else if (!rect || !painting.replace(bytes, said.label, rect)) words.say(said.nothing, true);
    else if (painting.empty) words.say(gettext('{done} Nothing is left; undo brings the mask back.', { done: said.done }), true);
    else words.say(said.done);
  } catch (error) {
    if (painting.mask !== mask) return;
    words.say(error instanceof Canceled ? gettext('Canceled. The mask is as it was.') : gettext('That did not work. Reload the page and try again; your mask is saved.'), true);
  } finally {
    wait.end();
  }
}

/**
 * @param {HTMLElement} root
 * @returns {() => number} the pixels to grow and shrink by, remembered from visit to visit
 */
function marginField(root) {
  const field = /** @type {HTMLInputElement} */ (find(root, '[data-margin]'));
  const value = () => Math.min(MOST, Math.max(1, Math.round(Number(field.value)) || 1));
  field.max = String(MOST);
  field.value = recalled(NAME) ?? field.value;
  field.addEventListener('change', () => {
    field.value = String(value());
    remember(NAME, field.value);
  });
  return value;
}
