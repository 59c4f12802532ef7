import { gettext } from '../texts.js';
import { Actions } from './controls/actions.js';
import { Camera } from './view/camera.js';
import { Controls } from './controls/controls.js';
import { Crops } from './orders/crops.js';
import { Crosshair } from './input/crosshair.js';
import { Ring } from './view/cursor.js';
import { Easel } from './input/easel.js';
import { Encoder } from './packing/encoder.js';
import { find } from './controls/find.js';
import { Foresight } from './orders/foresight.js';
import { Hand } from './input/hand.js';
import { Left } from './save/left.js';
import { Notices } from './controls/notices.js';
import { Outline } from './view/outline.js';
import { pictureOf } from './orders/page.js';
import { Painting } from './engine/painting.js';
import { PhotoLayer } from './view/photo.js';
import { Picker } from './orders/picker.js';
import { Overlay } from './view/render.js';
import { Sign } from './view/sign.js';
import { Filmstrip } from './orders/strip.js';
import { Sender } from './orders/submit.js';
import { brush, eraser } from './tools/brush.js';
import { lasso } from './tools/lasso.js';
import { polygonTool } from './tools/polygon.js';
import { rectangle } from './tools/rectangle.js';
import { selectTool } from './tools/select.js';
import { Words } from './controls/words.js';

/** @import { Page } from './orders/page.js' */
/** @import { Ready } from './view/photo.js' */
/** @import { Autosave } from './save/save.js' */

/** Every part of the editor, made once and known to each feature (`features/`); the parts do not know each other. */
export class Studio {
  /** What keeps this photo's mask, from the moment that feature is there. @type {Autosave | null} */
  saving = null;

  /**
   * @param {HTMLElement} root the `<mask-editor>`, its inside as in the template
   * @param {Page} page
   */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.stage = find(root, '.stage');
    this.actions = new Actions();
    this.painting = new Painting(page.width, page.height);
    this.camera = new Camera({ width: page.width, height: page.height });
    const select = selectTool((wish) => root.dispatchEvent(new CustomEvent('seek', { detail: wish })));
    this.easel = new Easel([brush, eraser, rectangle, polygonTool(), lasso, select], this.camera);
    this.photo = new PhotoLayer(find(root, '.photo'), pictureOf(page));
    this.overlay = new Overlay(/** @type {HTMLCanvasElement} */ (find(root, '.overlay')), this.painting);
    this.ring = new Ring(drawn(root, '.ring'));
    this.sign = new Sign(drawn(root, '.sign'));
    this.outline = new Outline(drawn(root, '.outline'));
    this.crosshair = new Crosshair(drawn(root, '.crosshair'), this.camera);
    this.hand = new Hand(this.easel, this.painting, this.outline, this.camera);
    this.words = new Words(find(root, '.news'), find(root, '[data-saved]'));
    this.notices = new Notices(find(root, '.notices'), this.stage, this.words);
    this.left = new Left((name, asks) => this.words.say(asks
      ? gettext('{name} was painted elsewhere, too. Open it again to choose which mask to keep.', { name })
      : gettext('{name} is not saved on the server yet. Its mask is kept and sent later.', { name }), true));
    this.encoder = new Encoder(root.dataset['worker'] ?? '');
    this.sender = new Sender(this.painting, this.encoder, { url: page.submit, csrf: page.csrf, person: page.person });
    this.picker = new Picker(find(root, '.picker'), page.providers);
    this.crops = new Crops(find(root, '[data-crops]'));
    this.foresight = new Foresight(find(root, '[data-plan]'), this, { url: page.preview, csrf: page.csrf });
    this.strip = new Filmstrip(find(root, '[data-strip]'), page.order.id);
    this.controls = new Controls(root, this, this.actions);
  }
  /**
   * Goes on with another photo in the same page. Dispatches `leaving` on the editor while the earlier one is still
   * there, and `photo` when the new one is: whoever keeps something of a photo lets go of it and begins anew.
   *
   * @param {Page} page
   * @param {Ready} [ready] what of its picture is here already
   */
  open(page, ready) {
    this.root.dispatchEvent(new Event('leaving'));
    const { width, height } = page;
    this.page = page;
    this.notices.clear();
    this.words.open();
    this.painting.open({ width, height });
    this.photo.open(pictureOf(page), ready);
    this.camera.open({ width, height });
    this.sender.open({ url: page.submit, csrf: page.csrf, person: page.person });
    this.foresight.open({ url: page.preview, csrf: page.csrf });
    this.root.dispatchEvent(new Event('photo'));
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
function drawn(root, selector) {
  return /** @type {SVGSVGElement} */ (root.querySelector(selector));
}
