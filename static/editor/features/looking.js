import { gettext, percent } from '../../texts.js';
import { find } from '../controls/find.js';
import { recalled, remember } from '../controls/remembered.js';
import { fill } from '../controls/slider.js';

/** @import { Studio } from '../studio.js' */

const OPACITY = 'mask-opacity';

/**
 * Zoom, opacity of the mask, and a peek at the photo without it.
 *
 * @param {Studio} studio
 */
export function looking(studio) {
  const { actions, camera, root, words } = studio;
  const heard = (/** @type {() => void} */ zoom) => () => {
    zoom();
    words.say(gettext('Zoom {percent}.', { percent: percent(camera.zoom) }));
  };
  actions.add({
    'zoom-in': heard(() => camera.zoomIn()),
    'zoom-out': heard(() => camera.zoomOut()),
    fit: heard(() => camera.fit()),
    actual: heard(() => camera.zoomTo(1)),
  });
  actions.addHolds({ peek: (on) => peek(studio, on, studio.page.original?.url ?? null) });
  seeThrough(root);
}

/**
 * How much of the photo is seen through the mask, as this browser remembers it.
 *
 * @param {HTMLElement} root
 */
function seeThrough(root) {
  const slider = /** @type {HTMLInputElement} */ (find(root, '[data-opacity]'));
  const value = find(root, '[data-opacity-value]');
  const show = () => {
    root.style.setProperty('--mask-opacity', String(Number(slider.value) / 100));
    value.textContent = `${slider.value} %`;
    slider.setAttribute('aria-valuetext', value.textContent);
    fill(slider);
  };
  slider.value = recalled(OPACITY) ?? slider.value;
  show();
  slider.addEventListener('input', () => {
    remember(OPACITY, slider.value);
    show();
  });
}

/**
 * @param {Studio} studio
 * @param {boolean} on
 * @param {string | null} url of another picture, null for this one without its mask
 */
export function peek({ stage, photo }, on, url) {
  stage.classList.toggle('is-peeking', on);
  photo.peek(on ? url : null);
}
