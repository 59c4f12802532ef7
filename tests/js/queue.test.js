import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Queue } from '../../static/pages/queue.js';

/** A job one can end by hand. */
function held() {
  /** @type {() => void} */
  let end = () => {};
  const done = new Promise((resolve) => {
    end = () => resolve(undefined);
  });
  const made = { begun: false, end: () => end(), job: async () => { made.begun = true; await done; } };
  return made;
}

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => { setTimeout(resolve); });

test('two photos travel at a time, the third when one has arrived', async () => {
  const queue = new Queue(2);
  const jobs = [held(), held(), held()];
  for (const { job } of jobs) queue.add(job);
  assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, false]);
  jobs[1]?.end();
  await settle();
  assert.deepEqual(jobs.map(({ begun }) => begun), [true, true, true]);
});

test('a photo that waits can be taken back and never travels', async () => {
  const queue = new Queue(1);
  const [first, second] = [held(), held()];
  queue.add(first.job);
  queue.add(second.job);
  assert.equal(queue.remove(second.job), true);
  assert.equal(queue.remove(first.job), false, 'it is on its way already');
  first.end();
  await settle();
  assert.equal(second.begun, false);
});

test('the queue is busy until the last photo has arrived', async () => {
  const queue = new Queue(2);
  assert.equal(queue.busy, false);
  const only = held();
  queue.add(only.job);
  assert.equal(queue.busy, true);
  only.end();
  await settle();
  assert.equal(queue.busy, false);
});
