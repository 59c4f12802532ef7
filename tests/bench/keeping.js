/**
 * What tests/bench/keeping.py runs in the page: keeping the mask and its undo history on this device after each stroke,
 * and bringing both back. Times are in ms.
 */

import { LocalDrafts } from '../../static/editor/save/drafts.js';
import { Encoder } from '../../static/editor/packing/encoder.js';
import { Keeping } from '../../static/editor/save/keeping.js';
import { Painting } from '../../static/editor/engine/painting.js';
import { blocked, easel, path, stroke } from './painting.js';

const STROKES = 24;
const PLACE = { basedOn: 0, sent: [], revision: 1, url: '' };

/**
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
async function keeping(width, height, radius) {
  const on = easel(width, height, 0);
  const encoder = new Encoder('/static/editor/packing/worker.js');
  const local = new LocalDrafts(`bench/${width}`);
  const keeper = new Keeping(encoder, local);
  await keeper.keep(on.painting, PLACE);
  const kept = [];
  for (let number = 0; number < STROKES; number += 1) {
    stroke(on, path(number, width, height), radius);
    kept.push(await blocked(() => keeper.keep(on.painting, PLACE)));
  }
  const { mask, history } = on.painting;
  const again = new Painting(width, height);
  again.restore(mask.bytes);
  const back = await blocked(async () => {
    const steps = await new Keeping(encoder, local).recall(mask.bytes);
    if (steps) again.recall(steps);
  });
  let steps = 0;
  while (again.undo()) steps += 1;
  if (steps !== STROKES || !again.empty) throw new Error('The history that came back is not the one that was kept.');
  const found = await local.recall(/** @type {any} */ (await encoder.keep(mask, [])).digest);
  const packed = (found?.steps ?? []).reduce((sum, step) => sum + step.packed.length, 0);
  return {
    total: median(kept.map(({ total }) => total)),
    blocked: median(kept.map(({ longest }) => longest)),
    back: back.total,
    raw: history.bytes / STROKES,
    packed: packed / STROKES,
  };
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

Object.assign(window, { bench: { keeping } });
