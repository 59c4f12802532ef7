import { decode } from '../packing/png.js';
import { Unreachable } from './wire.js';

/** @import { Page } from './page.js' */
/** @import { Find } from '../engine/finds.js' */

/** Nothing was found, or it cannot be looked for; `message` is the sentence. */
export class NotFound extends Error {}

/**
 * The outline of the object somebody asked for, from the server.
 *
 * @param {Page} page
 * @param {Find} find
 * @param {AbortSignal} signal
 * @returns {Promise<Uint8Array>} scanlines of the mask's own size
 * @throws {NotFound | Unreachable | DOMException} the last where it was called off
 */
export async function seek(page, { revision, corners, further }, signal) {
  const form = new FormData();
  form.set('csrfmiddlewaretoken', page.csrf);
  form.set('revision', String(revision));
  form.set(corners.length === 1 ? 'point' : 'box', numbers(corners));
  form.set('further', further.map(({ x, y, belongs }) => `${x.toFixed(2)},${y.toFixed(2)},${Number(belongs)}`).join(';'));
  const answer = await fetch(page.select, { method: 'POST', body: form, redirect: 'manual', signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new Unreachable({ cause: error });
  });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new NotFound(told.error ?? 'Smart select did not answer. Reload the page, or brush over the thing.');
  }
  const mask = await decode(new Uint8Array(await answer.arrayBuffer()));
  if (mask.width !== page.width || mask.height !== page.height) throw new NotFound('Smart select answered for another photo. Reload the page.');
  return mask.bytes;
}

/** @param {Find['corners']} corners */
function numbers(corners) {
  const [a, b] = corners;
  const sides = b ? [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)] : [a.x, a.y];
  return sides.map((side) => side.toFixed(2)).join(',');
}
