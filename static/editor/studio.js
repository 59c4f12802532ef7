import { Actions } from './actions.js';
import { Camera } from './camera.js';
import { Controls } from './controls.js';
import { Ring } from './cursor.js';
import { Easel } from './easel.js';
import { Encoder } from './encoder.js';
import { find } from './find.js';
import { Foresight } from './foresight.js';
import { Notices } from './notices.js';
import { pictureOf } from './page.js';
import { Painting } from './painting.js';
import { PhotoLayer } from './photo.js';
import { Picker } from './picker.js';
import { Overlay } from './render.js';
import { Sender } from './submit.js';
import { brush } from './tools/brush.js';
import { eraser } from './tools/eraser.js';
import { Words } from './words.js';

/** @import { Autosave } from './save.js' */
/** @import { Page } from './page.js' */

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
    this.easel = new Easel([brush, eraser], this.camera);
    this.photo = new PhotoLayer(find(root, '.photo'), pictureOf(page));
    this.overlay = new Overlay(/** @type {HTMLCanvasElement} */ (find(root, '.overlay')), this.painting);
    this.ring = new Ring(/** @type {SVGSVGElement} */ (root.querySelector('.ring')));
    this.notices = new Notices(find(root, '.notices'));
    this.words = new Words(find(root, '.news'), find(root, '[data-saved]'));
    this.encoder = new Encoder(root.dataset['worker'] ?? '');
    this.sender = new Sender(this.painting, this.encoder, { url: page.submit, csrf: page.csrf });
    this.picker = new Picker(find(root, '.picker'), page.providers);
    this.foresight = new Foresight(find(root, '[data-plan]'), this, { url: page.preview, csrf: page.csrf });
    this.controls = new Controls(root, this, this.actions);
  }
}
