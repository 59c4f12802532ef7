import assert from 'node:assert/strict';
import { test } from 'node:test';

import { digest } from '../../static/editor/packing/digest.js';
import { Painting } from '../../static/editor/engine/painting.js';
import { through } from '../../static/editor/packing/png.js';
import { Trail } from '../../static/editor/packing/trail.js';
import { seeded } from './random.js';
import { scribble } from './scribble.js';

/** @import { Flat, Head, KeptStep } from '../../static/editor/packing/trail.js' */

/** What one device keeps of one photo, as drafts.js does in IndexedDB. */
class Device {
  /** @type {Map<string, KeptStep>} */
  steps = new Map();
  /** @type {Head | null} */
  head = null;
  written = 0;

  /**
   * @param {Trail} trail
   * @param {Painting} painting
   */
  async keep(trail, painting) {
    const { steps } = painting.history;
    const packed = await Promise.all(trail.fresh(steps).map(pack));
    this.head = trail.head(steps, packed, digest(painting.mask.bytes));
    for (const step of packed) this.steps.set(step.id, step);
    this.written += packed.length;
    trail.kept(packed);
  }

  async recall(trail = new Trail()) {
    const steps = [...this.steps.values()];
    const bits = await Promise.all(steps.map(({ packed }) => through(packed, new DecompressionStream('deflate'))));
    return trail.recall({ head: /** @type {Head} */ (this.head), steps }, bits);
  }
}

/** @param {Flat} flat */
async function pack({ outline, bits }) {
  return { ...outline, packed: await through(bits, new CompressionStream('deflate')) };
}

/**
 * @param {Painting} painting
 * @returns {Uint8Array[]} the mask at every step from the oldest to the newest; where it stands stays
 */
function everyState(painting) {
  let undone = 0;
  while (painting.undo()) undone += 1;
  const states = [painting.mask.bytes.slice()];
  let all = 0;
  while (painting.redo()) {
    all += 1;
    states.push(painting.mask.bytes.slice());
  }
  for (; all > undone; all -= 1) painting.undo();
  return states;
}

test('after a reload undo and redo give every earlier mask, byte for byte, and painting goes on', async () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = seeded(seed);
    const [width, height] = [1 + Math.floor(random() * 900), 1 + Math.floor(random() * 700)];
    let painting = new Painting(width, height);
    let trail = new Trail();
    const device = new Device();
    for (let act = 0; act < 30; act += 1) {
      if (random() < 0.2) painting.undo();
      else if (random() < 0.1) painting.redo();
      else if (random() < 0.05) painting.clear();
      else scribble(painting, random);
      if (random() < 0.5) await device.keep(trail, painting);
      if (random() > 0.15 || !device.head) continue;
      await device.keep(trail, painting);
      const before = everyState(painting);
      const reloaded = new Painting(width, height);
      reloaded.restore(painting.mask.bytes);
      trail = new Trail();
      reloaded.recall(/** @type {any} */ (await device.recall(trail)));
      assert.deepEqual(everyState(reloaded), before);
      assert.deepEqual(reloaded.mask.bytes, painting.mask.bytes);
      assert.equal(reloaded.history.painted, reloaded.mask.count());
      assert.equal(reloaded.history.bytes, painting.history.bytes);
      painting = reloaded;
    }
  }
});

test('each step is written once, also over a reload', async () => {
  const random = seeded(7);
  const painting = new Painting(600, 500);
  const device = new Device();
  let trail = new Trail();
  let taken = 0;
  for (let act = 0; act < 20; act += 1) {
    const { changes } = painting;
    scribble(painting, random);
    taken += painting.changes - changes;
    await device.keep(trail, painting);
    if (act !== 10) continue;
    trail = new Trail();
    const steps = await device.recall(trail);
    painting.restore(painting.mask.bytes.slice());
    painting.recall(/** @type {any} */ (steps));
  }
  painting.undo();
  painting.undo();
  await device.keep(trail, painting);
  assert.equal(device.written, taken);
  assert.equal(device.head?.redo.length, 2);
});

test('steps painted before the earlier ones arrive stay on top of them', async () => {
  const random = seeded(3);
  const earlier = new Painting(400, 300);
  const device = new Device();
  for (let act = 0; act < 5; act += 1) scribble(earlier, random);
  await device.keep(new Trail(), earlier);
  const painting = new Painting(400, 300);
  painting.restore(earlier.mask.bytes);
  scribble(painting, seeded(1));
  const now = painting.mask.bytes.slice();
  painting.recall(/** @type {any} */ (await device.recall()));
  assert.equal(painting.undo() !== null, true);
  assert.deepEqual(painting.mask.bytes, earlier.mask.bytes);
  while (painting.undo());
  assert.equal(painting.empty, true);
  assert.equal(painting.mask.count(), 0);
  while (painting.redo());
  assert.deepEqual(painting.mask.bytes, now);
});

test('a history with a step missing, or of a photo of another size, is not taken', async () => {
  const painting = new Painting(600, 500);
  const device = new Device();
  for (let act = 0; act < 6; act += 1) scribble(painting, seeded(act));
  await device.keep(new Trail(), painting);
  const whole = await device.recall();
  const other = new Painting(300, 200);
  other.recall(/** @type {any} */ (whole));
  assert.equal(other.undo(), null);
  device.steps.delete([...device.steps.keys()][0]);
  assert.equal(await device.recall(), null);
});

test('where the oldest steps find no room on the device, the next visit says so', async () => {
  const painting = new Painting(300, 200);
  const device = new Device();
  const trail = new Trail(600);
  for (let step = 0; step < 12; step += 1) scribble(painting, seeded(step));
  await device.keep(trail, painting);
  const again = new Painting(300, 200);
  let said = 0;
  again.addEventListener('forgot', () => (said += 1));
  again.restore(painting.mask.bytes);
  const steps = await device.recall();
  assert.ok(steps);
  again.recall(steps);
  assert.ok(steps.undo.length > 0 && steps.undo.length < 12);
  assert.equal(said, 1);
});

test('a mask one pixel other has another digest', () => {
  const random = seeded(11);
  for (let round = 0; round < 200; round += 1) {
    const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 70) }, () => Math.floor(random() * 256));
    const other = bytes.slice();
    other[Math.floor(random() * other.length)] ^= 1 << Math.floor(random() * 8);
    assert.notEqual(digest(other), digest(bytes));
    assert.equal(digest(bytes.slice()), digest(bytes));
  }
  assert.notEqual(digest(new Uint8Array(8)), digest(new Uint8Array(9)));
  const shifted = new Uint8Array(9).subarray(1);
  assert.equal(digest(shifted), digest(new Uint8Array(8)));
});
