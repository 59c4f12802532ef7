import { draftKey } from '../page.js';
import { LocalDrafts } from '../drafts.js';
import { DraftServer } from '../draftserver.js';
import { Autosave } from '../save.js';
import { bringAgain } from './again.js';

/** @import { Studio } from '../studio.js' */

/**
 * Keeps the mask on this device and on the server, and begins with what was kept.
 *
 * @param {Studio} studio
 */
export function saving(studio) {
  const { encoder, notices, page, painting, root, words } = studio;
  const autosave = new Autosave(painting, {
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
  const restored = autosave.start(page.draft.version, page.revision.id);
  root.addEventListener('revision', () => autosave.moveTo(studio.page.revision.id, new LocalDrafts(draftKey(studio.page))));
  studio.saving = autosave;
  bringAgain(studio, restored);
}
