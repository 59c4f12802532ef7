import { gettext } from '../../texts.js';

/** @import { Studio } from '../studio.js' */

/** Between two looks whether BRIA is done, in ms. */
const PAUSE = 3_000;

/** @typedef {{state: 'none' | 'asking' | 'waiting' | 'ready' | 'failed' | 'unknown', sentence: string}} Listed */

/**
 * The list of all objects of the photo, from BRIA where its key is there: offered with its price when smart select is
 * taken in hand, asked for by a press and never by itself.
 *
 * @param {Studio} studio
 */
export function objects(studio) {
  const { easel, notices, root, words } = studio;
  /** Of which revision it was told already. */
  let told = 0;
  let timer = 0;
  const close = () => notices.close('objects');

  const show = (/** @type {Listed} */ { state, sentence }) => {
    const { objects: offered } = studio.page;
    if (!offered) return;
    if (state === 'asking' || state === 'waiting') {
      notices.show('objects', gettext('BRIA is looking for the objects. You can go on meanwhile.'), [{ label: gettext('Close'), act: close }]);
      timer = window.setTimeout(look, PAUSE);
    } else if (state === 'ready') {
      close();
      words.say(sentence, true);
    } else {
      const act = () => (close(), ask('POST'));
      const why = sentence || gettext('BRIA can list every object in this photo. A click then takes its outline.');
      notices.show('objects', why, [{ label: offered.offer, act }, { label: gettext('Close'), act: close }]);
    }
  };

  const ask = async (/** @type {'GET' | 'POST'} */ method) => {
    const { page } = studio;
    const found = await reach(page, method);
    if (page === studio.page && found) show(found);
  };
  const look = () => ask('GET');
  const stop = () => {
    clearTimeout(timer);
    told = 0;
    close();
  };
  const taken = () => {
    const { objects: offered, revision } = studio.page;
    if (easel.tool.name !== 'select' || !offered || told === revision.id) return;
    told = revision.id;
    look();
  };
  easel.addEventListener('change', taken);
  root.addEventListener('leaving', stop);
  root.addEventListener('photo', taken);
  root.addEventListener('revision', () => (stop(), taken()));
}

/**
 * @param {Studio['page']} page
 * @param {'GET' | 'POST'} method
 * @returns {Promise<Listed | null>} null where nobody answered
 */
async function reach({ objects: offered, revision, csrf }, method) {
  const asked = new URLSearchParams({ revision: String(revision.id) });
  const address = method === 'GET' ? `${offered?.url}?${asked}` : `${offered?.url}`;
  const posted = method === 'POST' ? { body: asked, headers: { 'X-CSRFToken': csrf } } : {};
  const answer = await fetch(address, { method, redirect: 'manual', ...posted }).catch(() => null);
  const listed = await answer?.json().catch(() => null);
  if (listed?.error) return { state: 'failed', sentence: listed.error };
  return answer?.ok ? listed : null;
}
