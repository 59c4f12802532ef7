import { gettext } from '../../texts.js';
import { draftKey } from '../orders/page.js';
import { LocalDrafts } from '../save/drafts.js';
import { DraftServer } from '../save/draftserver.js';
import { same } from '../engine/mask.js';
import { Autosave } from '../save/save.js';

/** @import { Studio } from '../studio.js' */

/**
 * Keeps the mask on this device and on the server, and begins with what was kept.
 *
 * @param {Studio} studio
 */
export function saving(studio) {
  const { left, painting, root, words } = studio;
  let autosave = begin(studio);
  root.addEventListener('revision', () => autosave.moveTo(studio.page.revision.id));
  painting.addEventListener('forgot', () => {
    words.say(gettext('Undo no longer reaches back to the beginning: the oldest steps were let go to save memory.'), true);
  });
  let opened = () => {};
  root.addEventListener('leaving', () => {
    const first = /** @type {Promise<void>} */ (new Promise((resolve) => (opened = resolve)));
    left.leave(studio.page.order, autosave, first, studio.sender.remainder);
  });
  root.addEventListener('photo', async () => {
    const unsaved = left.back(studio.page.order.id);
    autosave = begin(studio);
    autosave.started.then(opened);
    const { mask } = painting;
    await autosave.started;
    // Where the device keeps nothing, what the server did not take was kept in this page alone.
    if (unsaved && painting.mask === mask && !same(unsaved, mask.bytes)) painting.add(unsaved, 'bringing the mask back');
  });
}

/** @param {Studio} studio */
function begin(studio) {
  const { encoder, notices, page, painting, words } = studio;
  const autosave = new Autosave(painting, {
    encoder,
    local: new LocalDrafts(draftKey(page)),
    server: new DraftServer(page.draft.url, page.csrf, page.person),
    tell: {
      state: (state, sentence) => words.stand(state, sentence),
      choose: (theirs, mine) => {
        const choices = [{ label: gettext('Use that one'), act: theirs }, { label: gettext('Keep mine'), act: mine }];
        notices.show('conflict', gettext('A newer mask was saved elsewhere.'), choices);
      },
      chosen: () => notices.close('conflict'),
      say: (sentence) => words.say(sentence, true),
    },
  });
  studio.saving = autosave;
  autosave.start(page.draft.version, page.revision.id);
  return autosave;
}
