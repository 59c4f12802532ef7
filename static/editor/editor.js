/**
 * The mask editor's composition root: makes the parts and connects them. What each does is told where it lives.
 */

import { Camera } from './camera.js';
import { Controls } from './controls.js';
import { Ring } from './cursor.js';
import { DraftServer } from './draftserver.js';
import { LocalDrafts } from './drafts.js';
import { Easel } from './easel.js';
import { Encoder } from './encoder.js';
import { Foresight } from './foresight.js';
import { holdable } from './hold.js';
import { Input } from './input.js';
import { Keys } from './keys.js';
import { Notices } from './notices.js';
import { draftKey, pictureOf, readPage } from './page.js';
import { Painting } from './painting.js';
import { PhotoLayer } from './photo.js';
import { Picker } from './picker.js';
import { decode } from './png.js';
import { Overlay } from './render.js';
import { Results } from './results.js';
import { Autosave } from './save.js';
import { watchRatio, watchSize } from './stage.js';
import { Sender } from './submit.js';
import { brush } from './tools/brush.js';
import { eraser } from './tools/eraser.js';
import { Words } from './words.js';

/** @import { Intent } from './input.js' */
/** @import { Page } from './page.js' */
/** @import { Point } from './raster.js' */

const EMPTY = 'Paint over what should go first.';

class Studio {
  /** Where the last stroke ended, for straight lines. @type {Point | null} */
  #lastEnd = null;
  #sending = false;

  /**
   * @param {HTMLElement} root the `<mask-editor>`, its inside as in the template
   * @param {Page} page
   */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.stage = find(root, '.stage');
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
    this.input = this.#connectStage();
    this.controls = this.#connectControls();
    this.results = this.#connectResults();
    this.saving = this.#connectSaving();
    this.#tellPanel();
    this.#bringAgain();
  }

  /** Begins with the mask of a removal that gave nothing, where the address names one; a reload does not bring it twice. */
  async #bringAgain() {
    const { again, pageUrl, revision } = this.page;
    if (!again) return;
    try {
      const answer = await fetch(again);
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { bytes } = await decode(new Uint8Array(await answer.arrayBuffer()));
      await this.restored;
      this.painting.add(bytes, 'bringing the mask back');
      history.replaceState(history.state, '', pageUrl.replace('{number}', String(revision.number)));
      this.words.say('Your mask is back. Press Remove items to try again.', true);
    } catch {
      this.words.say('The mask of that removal could not be loaded. Reload the page to try again.', true);
    }
  }

  #connectStage() {
    const { camera, easel, overlay, photo, ring, stage } = this;
    const resizeRing = () => ring.resize(easel.radius * camera.view.scale);
    easel.addEventListener('change', resizeRing);
    camera.addEventListener('view', () => {
      photo.show(camera.view, camera.stage);
      overlay.show(camera.view);
      resizeRing();
    });
    const input = new Input(stage, camera, {
      begin: (point, intent) => this.#begin(point, intent),
      hover: (at) => ring.move(at),
      panning: (on) => stage.classList.toggle('is-panning', on),
    });
    watchSize(stage, [find(this.root, '.tools'), find(this.root, '.zoom')], (size, insets) => {
      overlay.resize(size, devicePixelRatio);
      camera.resize(size, insets);
    });
    watchRatio(() => overlay.resize(camera.stage, devicePixelRatio));
    return input;
  }

  #connectControls() {
    const { root, ring, camera } = this;
    const peek = (/** @type {boolean} */ on) => this.#peek(on, this.page.original?.url ?? null);
    const actions = this.#actions();
    new Keys((action, phase) => {
      if (action === 'peek') peek(phase === 'press');
      else if (action === 'pan') this.input.holdPan(phase === 'press');
      else actions[action]();
    });
    return new Controls(root, this, {
      act: (action) => actions[action](),
      peek,
      opacity: (value) => root.style.setProperty('--mask-opacity', String(value)),
      sizing: (on) => (on ? ring.preview(camera.middle) : ring.move(null)),
    });
  }

  /** @returns {Record<string, () => void>} what each button and key does */
  #actions() {
    const { camera, easel, painting } = this;
    return {
      brush: () => easel.take('brush'),
      eraser: () => easel.take('eraser'),
      swap: () => easel.swap(),
      smaller: () => easel.smaller(),
      larger: () => easel.larger(),
      undo: () => this.#took('Undone', painting.undo(), 'There is nothing to undo.'),
      redo: () => this.#took('Redone', painting.redo(), 'There is nothing to redo.'),
      clear: () => this.#clear(),
      'zoom-in': () => camera.zoomIn(),
      'zoom-out': () => camera.zoomOut(),
      fit: () => camera.fit(),
      actual: () => camera.actual(),
      download: () => this.#download(),
      send: () => this.#send(),
      panel: () => this.#togglePanel(),
    };
  }

  #connectResults() {
    const { notices, painting, words } = this;
    return new Results({
      page: () => this.page,
      untouched: () => painting.empty && !painting.busy,
      show: (page) => this.#show(page),
      failed: (sentence) => words.say(sentence, true),
      offer: (sentence, show) => {
        const act = () => (notices.close('result'), show());
        notices.show('result', sentence, [{ label: 'Show it', act }]);
        words.say(sentence);
      },
      offerMask: (sentence, bytes) => {
        const act = () => (notices.close('mask'), painting.add(bytes, 'bringing the mask back'));
        const close = () => notices.close('mask');
        notices.show('mask', sentence, [{ label: 'Bring the mask back', act }, { label: 'Close', act: close }]);
      },
    });
  }

  #connectSaving() {
    const { encoder, notices, page, painting, words } = this;
    const saving = new Autosave(painting, {
      encoder,
      local: new LocalDrafts(draftKey(page)),
      server: new DraftServer(page.draft.url, page.csrf),
      tell: {
        state: (state, sentence) => words.stand(state, sentence),
        choose: (theirs, mine) => {
          const choices = [{ label: 'Use that one', act: theirs }, { label: 'Keep mine', act: mine }];
          notices.show('conflict', 'A newer mask was saved elsewhere.', choices);
        },
        chosen: () => notices.close('conflict'),
      },
    });
    this.restored = saving.start(page.draft.version, page.revision.id);
    return saving;
  }

  /**
   * @param {Point} point
   * @param {Intent} intent
   */
  #begin(point, { erase, line }) {
    this.notices.close('shown');
    const tool = erase ? this.easel.named('eraser') : this.easel.tool;
    const { radius } = this.easel;
    const from = line ? this.#lastEnd : null;
    const points = [...(from ? [from] : []), point];
    const stroke = tool.begin(this.painting, point, radius, from);
    return {
      move: (/** @type {Point} */ to) => {
        points.push(to);
        stroke.move(to);
      },
      end: () => {
        this.#lastEnd = points[points.length - 1];
        stroke.end();
        this.root.dispatchEvent(new CustomEvent('stroke', { detail: { tool: tool.name, radius, points } }));
      },
      cancel: () => stroke.cancel(),
    };
  }

  /**
   * @param {string} done
   * @param {string | null} label of the step, null when there was none
   * @param {string} otherwise
   */
  #took(done, label, otherwise) {
    if (label) this.words.say(`${done}: ${label}.`);
    else this.words.say(otherwise, true);
  }

  #clear() {
    if (this.painting.empty) this.words.say('There is nothing to clear.', true);
    else {
      this.painting.clear();
      this.words.say('Cleared. Undo brings the mask back.', true);
    }
  }

  /**
   * @param {boolean} on
   * @param {string | null} url of another picture, null for this one without its mask
   */
  #peek(on, url) {
    this.stage.classList.toggle('is-peeking', on);
    this.photo.peek(on ? url : null);
  }

  async #download() {
    if (this.painting.empty) {
      this.words.say(EMPTY, true);
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await this.encoder.encode(this.painting.mask));
    link.download = this.page.maskName;
    link.click();
    // The browser has read it by then; an address kept longer would keep the file in memory.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async #send() {
    if (this.painting.busy || this.#sending) return;
    const trouble = this.#trouble();
    if (trouble) {
      this.words.say(trouble, true);
      return;
    }
    this.#sending = true;
    this.controls.sending(true);
    const { id } = this.page.revision;
    const { chosen, seed } = this.picker;
    try {
      const sent = await this.sender.send(chosen.map(({ slug }) => slug), id, seed);
      this.results.sent(sent, id);
      this.#insert(sent.cards);
      this.words.say('Sent. You can go on painting meanwhile.', true);
    } catch (error) {
      this.words.say(`${/** @type {Error} */ (error).message} Your mask is kept.`, true);
    } finally {
      this.#sending = false;
      this.controls.sending(false);
    }
  }

  /** Why nothing can be sent now, as a sentence; empty where it can. */
  #trouble() {
    if (!this.page.providers.some(({ ready }) => ready)) {
      return 'No service is set up that could remove anything. Ask whoever runs Eraser.';
    }
    if (this.painting.empty) return EMPTY;
    if (!this.picker.chosen.length) return 'Tick a service first.';
    return this.foresight.refusal;
  }

  /** @param {string} cards HTML of this site's own making */
  #insert(cards) {
    const list = find(this.root, '#submissions');
    const last = list.firstElementChild;
    list.insertAdjacentHTML('afterbegin', cards);
    for (let card = list.firstElementChild; card && card !== last; card = card.nextElementSibling) {
      /** @type {any} */ (window).htmx?.process(card);
    }
  }

  /**
   * Goes on with another revision, without a reload; the mask and its history stay.
   *
   * @param {Page} page
   */
  async #show(page) {
    const before = this.page.proxy.url;
    await this.photo.replace(pictureOf(page));
    this.page = page;
    this.saving.moveTo(page.revision.id, new LocalDrafts(draftKey(page)));
    find(this.root, '[data-revision]').textContent = page.revision.number ? `Revision ${page.revision.number}` : 'Original';
    const close = () => this.notices.close('shown');
    const bar = this.notices.show('shown', 'This is the result.', [{ label: 'Before', act: () => {} }, { label: 'Close', act: close }]);
    const hold = bar.querySelector('button');
    if (hold) {
      hold.title = 'Hold to see the photo before';
      holdable(hold, (on) => this.#peek(on, before));
    }
    this.words.say('The result is here. Hold Before to compare, or go on painting.');
  }

  #togglePanel() {
    this.root.dataset['panel'] = this.#panelShows ? 'closed' : 'open';
    this.#tellPanel();
  }

  /** Wide windows begin with the panel, narrow ones without; the style sheet decides. */
  get #panelShows() {
    return find(this.root, '#panel').getClientRects().length > 0;
  }

  #tellPanel() {
    find(this.root, 'button[data-action=panel]').setAttribute('aria-expanded', String(this.#panelShows));
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(root, selector) {
  const element = root.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The editor's template has no ${selector}.`);
  return element;
}

/** `<mask-editor data-worker="…">`; dispatches `stroke` (tool, radius and points in image pixels) after each stroke. */
class MaskEditor extends HTMLElement {
  /** @type {Studio | null} */
  studio = null;

  connectedCallback() {
    this.studio ??= new Studio(this, readPage());
  }
}

customElements.define('mask-editor', MaskEditor);
