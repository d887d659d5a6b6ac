import { Extension } from '#domain/telephony/extension.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createConnector, type Connector } from '../../sync-server/telephony/connector.ts';
import { openOffice } from './office.ts';
import { deskPlace, startPbx } from './pbx.ts';
import { putRow } from './put-row.ts';

export type Switchboard = Awaited<ReturnType<typeof openSwitchboard>>;

/** An office with a PBX that a connector follows: the agents 101 and 102 in the queue 500, and one at 1010, whose number begins like another's, in the queue 501. */
export async function openSwitchboard() {
  const office = await openOffice();
  await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', ringStrategy: 'roundRobin' });
  for (const [number, name] of [
    ['101', 'agent'],
    ['102', 'second'],
  ] as const)
    await putRow(office, Extension, { number, userId: office.world.idOf('users', 'email', office.world.email(name)), sipUser: number });
  const pbx = await startPbx({
    agents: ['101', '102', '1010'].map((extension) => ({ extension, secret: `secret of ${extension}`, deskPhone: deskPlace() })),
    queues: [
      { name: 'support', number: '500', members: ['101', '102'], ringSeconds: 2 },
      { name: 'reserve', number: '501', members: ['1010'], ringSeconds: 1 },
    ],
  });
  const warnings: string[] = [];
  const connect = (more: Partial<Parameters<typeof createConnector>[0]> = {}): Connector =>
    createConnector({
      account: pbx.ami,
      pool: office.pool,
      tenantId: office.world.tenantId,
      pbx: 'demo',
      history: pbx.history,
      log: { ...silentLog, warn: (_, text) => warnings.push(text) },
      now: Date.now,
      ...more,
    });
  let connector = connect();
  const callsOf = (number: string) =>
    office.rows(`SELECT c.*, u.email FROM calls c LEFT JOIN users u ON u.id = c.agent_id WHERE caller_number = $1 OR caller_number_raw = $1 ORDER BY started_at`, [number]);
  return {
    office,
    pbx,
    /** What the connector complained of. */
    warnings,
    connector: () => connector,
    /** As the hub does when it starts again. */
    reconnect: (...more: Parameters<typeof connect>) => {
      connector = connect(...more);
    },
    callsOf,
    statusOf: async (number: string) => (await callsOf(number)).map(({ status }) => status),
    close: async () => {
      await connector.stop();
      await pbx.stop();
      await office.close();
    },
  };
}
