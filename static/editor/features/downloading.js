import { gettext } from '../../texts.js';

/** @import { Studio } from '../studio.js' */

/**
 * Download mask: the masked PNG as a file.
 *
 * @param {Studio} studio
 */
export function downloading(studio) {
  const { actions, encoder, painting, words } = studio;
  actions.add({
    download: async () => {
      if (painting.empty) {
        words.say(gettext('Paint over what should go first.'), true);
        return;
      }
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await encoder.encode(painting.mask));
      link.download = studio.page.maskName;
      link.click();
      // The browser has read it by then; an address kept longer would keep the file in memory.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  });
}
