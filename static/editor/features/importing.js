import { gettext } from '../../texts.js';
import { find } from '../controls/find.js';
import { Mask, countBits } from '../engine/mask.js';
import { Unfit, readFile } from '../orders/maskserver.js';
import { waiting } from '../controls/waiting.js';
import { invert } from '../whole/invert.js';

/** @import { Choice } from '../controls/notices.js' */
/** @import { Studio } from '../studio.js' */

const KIND = 'import';

/** A mask of more than this part of the photo may have been meant the other way round. */
const MUCH = 0.5;

/**
 * Masks from files: chosen, dropped on the editor or pasted.
 *
 * @param {Studio} studio
 */
export function importing(studio) {
  const { actions, root } = studio;
  const chooser = /** @type {HTMLInputElement} */ (find(root, '[data-mask-file]'));
  const take = (/** @type {FileList | undefined} */ files) => {
    if (!files?.length) return false;
    if (files.length > 1) studio.words.say(gettext('One mask at a time, please: drop a single file.'), true);
    else read(studio, files[0]);
    return true;
  };
  actions.add({ import: () => chooser.click() });
  chooser.addEventListener('change', () => {
    if (chooser.files) take(chooser.files);
    chooser.value = '';
  });
  addEventListener('paste', (event) => {
    if (!isField(event.target) && take(event.clipboardData?.files)) event.preventDefault();
  });
  listenForDrops(root, take);
}

/**
 * @param {HTMLElement} root
 * @param {(files: FileList | undefined) => boolean} take
 */
function listenForDrops(root, take) {
  const show = (/** @type {boolean} */ on) => root.toggleAttribute('data-dropping', on);
  const holdsFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  // Without this the browser would leave the editor and show the file.
  root.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  root.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Element) || !root.contains(event.relatedTarget)) show(false);
  });
  root.addEventListener('drop', (event) => {
    show(false);
    if (holdsFiles(event)) event.preventDefault();
    take(event.dataTransfer?.files);
  });
}

/**
 * @param {Studio} studio
 * @param {File} file
 * @param {boolean} [scale]
 */
async function read(studio, file, scale = false) {
  const { notices, painting, page, words } = studio;
  notices.close(KIND);
  const { mask } = painting;
  const stop = new AbortController();
  const wait = waiting(notices, gettext('Reading the mask…'), () => stop.abort());
  try {
    const bytes = await readFile(page, file, { scale, signal: stop.signal });
    if (painting.mask === mask) offer(studio, new Mask(page.width, page.height, bytes));
  } catch (error) {
    if (error instanceof Unfit) refuse(studio, error, file);
    else words.say(stop.signal.aborted ? gettext('Canceled. Nothing was imported.') : gettext('The file could not be read now. Try again in a moment.'), true);
  } finally {
    wait.end();
  }
}

/**
 * Puts the mask in where that is plain; asks where it meets another one, or seems to mean its contrary.
 *
 * @param {Studio} studio
 * @param {Mask} found
 */
function offer(studio, found) {
  const { notices, painting, words } = studio;
  const { mask } = painting;
  const part = countBits(found.bytes, 0, found.bytes.length) / (found.width * found.height);
  const use = (/** @type {boolean} */ whole) => () => {
    notices.close(KIND);
    // Another photo may be open by now.
    if (painting.mask !== mask) return;
    const changed = whole ? painting.replace(found.bytes, 'import') : painting.add(found.bytes, 'import');
    words.say(changed ? gettext('Mask imported. Undo takes it back.') : gettext('All of that mask is painted already.'), true);
  };
  /** @type {Choice[]} */
  const choices = painting.empty
    ? [{ label: gettext('Use it'), act: use(true) }]
    : [{ label: gettext('Add it'), act: use(false) }, { label: gettext('Replace mine'), act: use(true) }];
  if (part <= MUCH && painting.empty) {
    choices[0].act();
    return;
  }
  const turn = () => {
    invert(found);
    offer(studio, found);
  };
  const large = part > MUCH ? [{ label: gettext('Invert it'), act: turn }] : [];
  const close = { label: gettext('Cancel'), act: () => notices.close(KIND) };
  const heard = large.length ? gettext('The mask covers most of the photo. Invert it?') : gettext('Add the mask to yours, or replace yours?');
  notices.show(KIND, gettext('The mask covers {part} % of the photo.', { part: Math.round(part * 100) }), [...large, ...choices, close], { said: heard });
}

/**
 * @param {Studio} studio
 * @param {Unfit} reason
 * @param {File} file
 */
function refuse(studio, reason, file) {
  const { notices, root, words } = studio;
  const close = { label: gettext('Close'), act: () => notices.close(KIND) };
  if (reason.code === 'mask_scalable') {
    const scale = () => read(studio, file, true);
    notices.show(KIND, reason.message, [{ label: gettext('Scale it'), act: scale }, close]);
  } else if (reason.code === 'mask_is_photo') {
    const bar = notices.show(KIND, gettext('{reason} To edit it, add it on the page of your photos.', { reason: reason.message }), [close]);
    const link = document.createElement('a');
    link.className = 'button compact';
    link.href = find(root, '[data-mask-file]').dataset['orders'] ?? '/';
    link.textContent = gettext('Go there');
    bar.lastElementChild?.before(link);
  } else {
    words.say(reason.message, true);
  }
}

/** @param {EventTarget | null} target */
function isField(target) {
  return target instanceof HTMLElement && target.closest('input:not([type=range]), textarea, [contenteditable]') !== null;
}
