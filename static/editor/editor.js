/**
 * The mask editor's composition root: the parts (`studio.js`) and the features that connect them, each a file of its
 * own that takes the studio and adds its actions and listeners.
 */

import { SHORTCUTS } from './controls/keys.js';
import { listen } from './controls/listening.js';
import { again } from './features/again.js';
import { arriving } from './features/arriving.js';
import { closed } from './features/closed.js';
import { colouring } from './features/colouring.js';
import { dismissing } from './features/dismissing.js';
import { downloading } from './features/downloading.js';
import { folding } from './features/folding.js';
import { going } from './features/going.js';
import { helping } from './features/helping.js';
import { importing } from './features/importing.js';
import { keyboard } from './features/keyboard.js';
import { looking } from './features/looking.js';
import { maskMenu } from './features/maskmenu.js';
import { moving } from './features/moving.js';
import { objects } from './features/objects.js';
import { orienting } from './features/orienting.js';
import { panel } from './features/panel.js';
import { pens } from './features/pens.js';
import { queue } from './features/queue.js';
import { refilling } from './features/refilling.js';
import { requests } from './features/requests.js';
import { reshaping } from './features/reshaping.js';
import { reusing } from './features/reusing.js';
import { sameMask } from './features/samemask.js';
import { saving } from './features/saving.js';
import { selecting } from './features/selecting.js';
import { sending } from './features/sending.js';
import { steps } from './features/steps.js';
import { strokes } from './features/strokes.js';
import { tellingOfOthers } from './features/tellingofothers.js';
import { unsent } from './features/unsent.js';
import { readPage } from './orders/page.js';
import { Studio } from './studio.js';

/**
 * In this order: a press that closes a menu is taken before it paints; results are listened for before the mask of an
 * earlier visit can be sent.
 */
const FEATURES = [
  dismissing, strokes, keyboard, pens, steps, looking, orienting, helping, downloading, panel, arriving, sending, saving,
  again, folding, refilling, going, maskMenu, reshaping, importing, reusing, colouring, queue, moving, tellingOfOthers,
  sameMask, selecting, objects, requests, unsent, closed,
];

/** `<mask-editor data-worker="…">`; features say which events they dispatch on it. */
class MaskEditor extends HTMLElement {
  /** @type {Studio | null} */
  studio = null;

  connectedCallback() {
    if (this.studio) return;
    const studio = new Studio(this, readPage());
    this.studio = studio;
    for (const connect of FEATURES) connect(studio);
    listen(SHORTCUTS, studio.actions);
  }
}

customElements.define('mask-editor', MaskEditor);
