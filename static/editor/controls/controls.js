import { gettext, percent } from '../../texts.js';
import { SIZES } from '../input/easel.js';
import { tellSize } from '../input/sizing.js';
import { find } from './find.js';
import { holdable } from './hold.js';
import { keepFocus } from './mousefocus.js';
import { singleKeys } from './singlekeys.js';
import { fill } from './slider.js';
import { allow, labelKeys, rove } from './toolbar.js';

/** @import { Actions } from './actions.js' */
/** @import { Camera } from '../view/camera.js' */
/** @import { Ring } from '../view/cursor.js' */
/** @import { Easel } from '../input/easel.js' */
/** @import { Hand } from '../input/hand.js' */
/** @import { Painting } from '../engine/painting.js' */

/** Buttons and sliders: they say what was pressed and show how things stand. */
export class Controls {
  /**
   * @param {HTMLElement} root
   * @param {{painting: Painting, camera: Camera, easel: Easel, hand: Hand, ring: Ring}} model
   * @param {Actions} actions
   */
  constructor(root, model, actions) {
    this.root = root;
    this.model = model;
    this.actions = actions;
    this.size = /** @type {HTMLInputElement} */ (root.querySelector('[data-size]'));
    labelKeys(root);
    keepFocus(root);
    singleKeys.addEventListener('change', () => labelKeys(root));
    for (const toolbar of root.querySelectorAll('[role=toolbar]')) rove(/** @type {HTMLElement} */ (toolbar));
    this.#listen();
    this.reflect();
  }

  #listen() {
    const { painting, camera, easel, hand, ring } = this.model;
    // One listener for all: buttons that come later are heard too.
    this.root.addEventListener('click', (event) => {
      const action = actionOf(event.target);
      if (action && !this.actions.holds(action)) this.actions.run(action);
    });
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll('button[data-hold]'))) {
      holdable(button, (on) => this.actions.hold(button.dataset['action'] ?? '', on));
    }
    const tag = find(this.root, '.size-tag');
    this.size.min = String(SIZES.least);
    this.size.max = String(SIZES.most);
    this.size.addEventListener('input', () => {
      easel.resize(Number(this.size.value));
      ring.preview(camera.middle);
      // On a phone there is no room for it beside the slider, and a thumb would hide it.
      tellSize(easel, tag, camera.middle);
    });
    const over = () => {
      ring.move(null);
      tag.hidden = true;
    };
    for (const name of ['change', 'blur', 'pointerup']) this.size.addEventListener(name, over);
    for (const source of [painting, camera, easel, hand]) {
      for (const name of ['change', 'restored', 'view', 'draft']) source.addEventListener(name, () => this.reflect());
    }
  }

  /** Shows how things stand. */
  reflect() {
    const { painting, camera, easel, hand } = this.model;
    for (const tool of easel.tools) this.#press(tool.name, tool === easel.tool);
    this.#press('add', easel.adds);
    this.#press('take', !easel.adds);
    this.#allow('undo', painting.history.undoLabel !== null || hand.draft !== null);
    this.#allow('redo', painting.history.redoLabel !== null);
    for (const action of ['clear', 'download', 'send']) this.#allow(action, !painting.empty);
    this.#say('[data-zoom]', percent(camera.zoom));
    this.#say('[data-coverage]', painting.empty ? gettext('Nothing painted yet') : gettext('{coverage} painted', { coverage: share(painting.coverage) }));
    const pixels = `${easel.pixels} px`;
    this.#say('[data-size-value]', pixels);
    this.size.value = String(easel.size);
    fill(this.size);
    this.size.setAttribute('aria-valuetext', gettext('{size} on the screen, {pixels} of the photo', { size: easel.size, pixels }));
  }

  /** @param {boolean} on whether the send button is at work */
  sending(on) {
    const button = this.#button('send');
    button?.setAttribute('aria-busy', String(on));
  }

  /** @param {string} action */
  #button(action) {
    return this.root.querySelector(`button[data-action="${action}"]`);
  }

  /**
   * @param {string} action
   * @param {boolean} on
   */
  #press(action, on) {
    this.#button(action)?.setAttribute('aria-pressed', String(on));
  }

  /**
   * @param {string} action
   * @param {boolean} on
   */
  #allow(action, on) {
    const button = this.#button(action);
    if (button) allow(button, on);
  }

  /**
   * @param {string} selector
   * @param {string} words
   */
  #say(selector, words) {
    const element = this.root.querySelector(selector);
    if (element && element.textContent !== words) element.textContent = words;
  }
}

/** @param {number} part 0 to 1 @returns {string} never 0 % for something */
function share(part) {
  return part < 0.001 ? gettext('Under 0.1 %') : percent(part);
}

/**
 * @param {EventTarget | null} target
 * @returns {string | undefined}
 */
function actionOf(target) {
  const button = target instanceof Element ? target.closest('button[data-action]') : null;
  return button instanceof HTMLElement ? button.dataset['action'] : undefined;
}
