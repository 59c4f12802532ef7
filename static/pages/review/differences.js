import { find } from '../../editor/controls/find.js';
import { gettext } from '../../texts.js';
import { difference } from './difference.js';

/** @import { Page, Viewer } from './viewer.js' */

/**
 * The way of looking in which what changed stands out. It is worked out when it is first looked at, once for each pair.
 *
 * @param {Viewer} viewer
 * @param {(words: string) => void} say
 */
export function differences(viewer, say) {
  const { camera, page } = viewer;
  const layer = find(viewer.root, '[data-difference]');
  layer.style.width = `${page.image.width}px`;
  layer.style.height = `${page.image.height}px`;
  let made = '';
  const follow = () => {
    const { x, y, scale } = camera.view;
    layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  };
  const show = () => {
    layer.hidden = viewer.mode !== 'difference';
    if (layer.hidden) say('');
    else make();
  };
  const make = async () => {
    const pair = `${page.before} ${page.after}`;
    if (pair !== made) {
      made = pair;
      layer.replaceChildren();
      const { canvas, changed } = await difference(viewer.picture(page.before).proxy.url, viewer.picture(page.after).proxy.url, masksBetween(page));
      if (pair !== made) return;
      layer.replaceChildren(canvas);
      layer.dataset['changed'] = String(changed);
    }
    if (!layer.hidden) say(layer.dataset['changed'] === '0' ? gettext('Nothing differs between these two.') : gettext('Violet changed. The line is what was painted.'));
  };
  camera.addEventListener('view', follow);
  for (const name of ['mode', 'pictures']) viewer.addEventListener(name, show);
  follow();
}

/**
 * What was painted from the one to the other.
 *
 * @param {Page} page
 * @returns {string[]} addresses of masks
 */
export function masksBetween({ before, after, revisions }) {
  const found = [];
  /** @type {number | null} */
  let number = after;
  while (number !== null && number !== before) {
    /** @type {{mask: string | null, parent: number | null}} */
    const { mask, parent } = revisions[number];
    if (mask) found.push(mask);
    number = parent;
  }
  return found;
}
