import { gettext, ngettext } from '../../texts.js';
import { draftKey } from '../orders/page.js';
import { LocalDrafts } from '../save/drafts.js';
import { DraftServer } from '../save/draftserver.js';
import { Later } from '../save/later.js';
import { Autosave } from '../save/save.js';

/** @import { Unsaved } from '../save/bringing.js' */
/** @import { Studio } from '../studio.js' */

/**
 * Keeps the mask on this device and on the server, and begins with what was kept.
 *
 * @param {Studio} studio
 */
export function saving(studio) {
  const { left, painting, root, strip, words } = studio;
  let autosave = begin(studio);
  new Later(studio.page, () => studio.page.order.id, (count) => {
    words.say(ngettext('A mask painted earlier is saved now.', '{count} masks painted earlier are saved now.', count), true);
    strip.refresh();
  });
  root.addEventListener('revision', () => autosave.moveTo(studio.page.revision.id));
  painting.addEventListener('forgot', () => {
    words.say(gettext('Undo no longer reaches back to the beginning: the oldest steps were let go to save memory.'), true);
  });
  let opened = () => {};
  root.addEventListener('leaving', () => {
    const first = /** @type {Promise<void>} */ (new Promise((resolve) => (opened = resolve)));
    left.leave(studio.page.order, autosave, first, studio.sender.remainder);
  });
  root.addEventListener('photo', () => {
    autosave = begin(studio, left.back(studio.page.order.id));
    autosave.started.then(opened);
  });
}

/**
 * @param {Studio} studio
 * @param {Unsaved | null} [unsaved] what this page holds of the photo's mask from before
 */
function begin(studio, unsaved = null) {
  const { encoder, notices, page, painting, words } = studio;
  const autosave = new Autosave(painting, {
    encoder,
    local: new LocalDrafts(draftKey(page)),
    server: new DraftServer(page.draft, page.csrf, page.person),
    tell: {
      state: (state, sentence) => words.stand(state, sentence),
      choose: (sentence, theirs, mine) => {
        const choices = [{ label: gettext('Use that one'), act: theirs }, { label: gettext('Keep mine'), act: mine }];
        notices.show('conflict', sentence, choices);
      },
      chosen: () => notices.close('conflict'),
      say: (sentence) => words.say(sentence, true),
    },
  });
  studio.saving = autosave;
  studio.sender.safe = () => autosave.now();
  autosave.start(page.revision.id, unsaved);
  return autosave;
}
