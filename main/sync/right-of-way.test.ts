import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { withRightOfWay } from './right-of-way.ts';

test('bulk work in another thread waits while somebody waits for a query, but not for ever', async () => {
  const script = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData).then(({ giveWay }) => {
      parentPort.on('message', () => {
        const started = performance.now();
        giveWay();
        parentPort.postMessage(performance.now() - started);
      });
      parentPort.postMessage('ready');
    });`;
  const worker = new Worker(script, { eval: true, workerData: new URL('./right-of-way.ts', import.meta.url).href });
  await once(worker, 'message');
  const took = await withRightOfWay(async () => {
    worker.postMessage('work');
    return Number((await once(worker, 'message'))[0]);
  });
  await worker.terminate();
  expect(took).toBeGreaterThanOrEqual(9);
});
