// One client that sends a file's rows through the command endpoint, from the first row, whatever was sent before.
import * as fs from 'node:fs';
import { commandAnswers } from '#domain/sync/wire.ts';
import type { RealCase } from '../support/real-input.ts';

interface Order {
  readonly url: string;
  readonly token: string;
  readonly kindId: string;
  readonly priorityId: string;
  readonly categoryId: string;
  readonly cases: readonly RealCase[];
}

// The order is written by the test that starts this process.
const order = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8')) as Order;
const at = new Date().toISOString();
const batchSize = 200;
for (let from = 0; from < order.cases.length; from += batchSize) {
  const commands = order.cases.slice(from, from + batchSize).map(({ commandId, ...rest }) => ({
    id: commandId,
    name: 'cases.open',
    at,
    args: { kindId: order.kindId, priorityId: order.priorityId, categoryId: order.categoryId, ...rest },
  }));
  const answer = await fetch(`${order.url}/v1/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${order.token}`, 'content-type': 'application/json', 'holdfast-protocol': '1' },
    body: JSON.stringify({ commands }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const refused = commandAnswers.parse(await answer.json()).answers.find(({ status }) => status !== 'accepted');
  if (refused) throw new Error(JSON.stringify(refused));
  process.send?.({ sent: from + commands.length });
}
