import { Camera } from '../../editor/view/camera.js';
import { find } from '../../editor/controls/find.js';
import { PhotoLayer } from '../../editor/view/photo.js';
import { watchSize } from '../../editor/view/stage.js';

/** @import { Picture, Proxy } from '../../editor/view/photo.js' */
/** @import { Tiles } from '../../editor/view/tilegrid.js' */
/** @import { Size } from '../../editor/view/view.js' */

/**
 * What the server tells, see the view that makes the page.
 *
 * @typedef {{proxy: Proxy, tiles: Tiles | null, parent: number | null, mask: string | null}} Version
 * @typedef {{before: number, after: number, image: Size, revisions: Record<string, Version>}} Page
 * @typedef {'slide' | 'after' | 'difference'} Mode
 */

const NOTHING = { top: 0, right: 0, bottom: 0, left: 0 };

/**
 * Two revisions of a photo on one another, looked at from one place. Dispatches `mode` when it is looked at another way,
 * and `pictures` when other revisions are.
 */
export class Viewer extends EventTarget {
  /** @type {Mode} */
  mode = 'slide';

  /**
   * @param {HTMLElement} root
   * @param {Page} page
   */
  constructor(root, page) {
    super();
    this.page = page;
    this.root = find(root, '.look');
    this.stage = find(root, '.look-stage');
    this.camera = new Camera(page.image);
    this.before = new PhotoLayer(find(root, '.look-before .photo'), this.picture(page.before));
    this.after = new PhotoLayer(find(root, '.look-after .photo'), this.picture(page.after));
    this.camera.addEventListener('view', () => {
      for (const layer of [this.before, this.after]) layer.show(this.camera.view, this.camera.stage);
    });
    watchSize(this.stage, [], (size) => this.camera.resize(size, NOTHING));
  }

  /** @param {number} number @returns {Picture} of that revision */
  picture(number) {
    const { proxy, tiles } = this.page.revisions[number];
    return { image: this.page.image, proxy, tiles };
  }

  /** @param {Mode} mode */
  look(mode) {
    this.mode = mode;
    this.root.dataset['look'] = mode;
    for (const button of this.root.querySelectorAll('[data-mode]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-mode') === mode));
    }
    this.dispatchEvent(new Event('mode'));
  }

  /** @param {boolean} on whether only what was before is seen, as long as that is held */
  flicker(on) {
    this.root.toggleAttribute('data-flicker', on);
  }

  /** @param {{before?: number, after?: number}} numbers of the revisions to look at */
  async compare({ before = this.page.before, after = this.page.after }) {
    this.page.before = before;
    this.page.after = after;
    this.dispatchEvent(new Event('pictures'));
    await Promise.all([this.before.replace(this.picture(before)), this.after.replace(this.picture(after))]);
  }
}
