import { find } from '../controls/find.js';

/** @import { Studio } from '../studio.js' */

/**
 * Zoom, opacity of the mask, and a peek at the photo without it.
 *
 * @param {Studio} studio
 */
export function looking(studio) {
  const { actions, camera, root } = studio;
  actions.add({
    'zoom-in': () => camera.zoomIn(),
    'zoom-out': () => camera.zoomOut(),
    fit: () => camera.fit(),
    actual: () => camera.zoomTo(1),
  });
  actions.addHolds({ peek: (on) => peek(studio, on, studio.page.original?.url ?? null) });
  const opacity = /** @type {HTMLInputElement} */ (find(root, '[data-opacity]'));
  opacity.addEventListener('input', () => root.style.setProperty('--mask-opacity', String(Number(opacity.value) / 100)));
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
