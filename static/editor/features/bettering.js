import { gettext } from '../../texts.js';
import { allow } from '../controls/toolbar.js';
import { find as element } from '../controls/find.js';

/** @import { Finds } from '../engine/finds.js' */
/** @import { Studio } from '../studio.js' */

/**
 * The switch beside smart select, for fingers and keys: while something was just found, presses say more or less of it.
 * It goes back by itself once there is nothing to better.
 *
 * @param {Studio} studio
 * @param {Finds} finds
 * @returns {{mode: boolean | null}} whether the next place belongs to what was found; null where it is of its own
 */
export function bettering(studio, finds) {
  const { actions, easel, painting, root, words } = studio;
  const group = element(root, '[data-better]');
  const sizes = element(root, '[data-sizes]');
  const buttons = new Map([[true, element(group, '[data-action=more]')], [false, element(group, '[data-action=less]')]]);
  /** @type {{mode: boolean | null}} */
  const better = { mode: null };
  const show = () => {
    const can = finds.latest(studio.page.revision.id) !== null;
    if (!can) better.mode = null;
    group.hidden = easel.tool.name !== 'select';
    sizes.hidden = !group.hidden;
    for (const [belongs, button] of buttons) {
      allow(button, can);
      button.setAttribute('aria-pressed', String(better.mode === belongs));
    }
  };
  const turn = (/** @type {boolean} */ belongs) => {
    if (easel.tool.name !== 'select') return false;
    if (!finds.latest(studio.page.revision.id)) {
      words.say(gettext('Click on a thing first. Then say what it lacks, or has too much.'), true);
      return true;
    }
    better.mode = better.mode === belongs ? null : belongs;
    show();
    words.say(told(better.mode), true);
    return true;
  };
  actions.add({ more: () => turn(true), less: () => turn(false) });
  easel.addEventListener('change', show);
  painting.addEventListener('restored', show);
  // A find is known as one right after its change.
  painting.addEventListener('change', () => Promise.resolve().then(show));
  for (const name of ['photo', 'revision']) root.addEventListener(name, show);
  show();
  return better;
}

/** @param {boolean | null} mode */
function told(mode) {
  if (mode === null) return gettext('A click finds a new thing.');
  return mode ? gettext('Click on what is missing of the thing.') : gettext('Click on what is not part of the thing.');
}
