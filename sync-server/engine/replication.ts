import type pg from 'pg';
import { connect } from './connect.ts';
import { readLsn } from './pgoutput.ts';
import { quoteName, quoteText } from './where/sql.ts';

/** Who receives the stream. A message is valid only during the call. */
export interface ReplicationHandlers {
  readonly onMessage: (message: Buffer) => void;
  readonly onKeepalive: (walEnd: number, replyWanted: boolean) => void;
  /** Everything that had arrived was handed over. */
  readonly onPause: () => void;
  readonly onEnd: (error: Error) => void;
}

/** A running replication stream. */
export interface ReplicationStream {
  /** Tells Postgres that everything up to here is durable on our side. */
  readonly confirm: (lsn: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => Promise<void>;
}

const walData = 0x77;
const keepalive = 0x6b;
const postgresEpochMs = 946_684_800_000;

/** Starts streaming a slot from where it was confirmed last. */
export async function startReplication(databaseUrl: string, slot: string, publication: string, handlers: ReplicationHandlers): Promise<ReplicationStream> {
  let ended = false;
  const end = (error: Error) => {
    if (ended) return;
    ended = true;
    handlers.onEnd(error);
  };
  const client = await connect(databaseUrl, end, { replication: 'database' });
  // pg keeps its connection out of its types; the stream below it is the only way to a copy-both conversation.
  const { connection } = client as pg.Client & { readonly connection: pg.Connection & { readonly sendCopyFromChunk: (chunk: Buffer) => void } };

  connection.on('copyData', ({ chunk }: { readonly chunk: Buffer }) => {
    if (ended) return;
    if (chunk[0] === walData) handlers.onMessage(chunk.subarray(25));
    else if (chunk[0] === keepalive) handlers.onKeepalive(readLsn(chunk, 1), chunk[17] === 1);
  });
  connection.stream.on('data', () => {
    if (!ended) handlers.onPause();
  });

  await new Promise<void>((resolve, reject) => {
    connection.once('replicationStart', () => resolve());
    client.query(`START_REPLICATION SLOT ${quoteName(slot)} LOGICAL 0/0 (proto_version '1', publication_names ${quoteText(quoteName(publication))})`).then(
      () => end(new Error('Postgres ended the replication stream')),
      (error: Error) => {
        reject(error);
        end(error);
      },
    );
  });

  return {
    confirm: (lsn) => {
      if (ended) return;
      const reply = Buffer.alloc(34);
      reply[0] = 0x72;
      for (const offset of [1, 9, 17]) {
        reply.writeUInt32BE(Math.floor(lsn / 0x1_0000_0000), offset);
        reply.writeUInt32BE(lsn % 0x1_0000_0000, offset + 4);
      }
      reply.writeBigInt64BE(BigInt(Date.now() - postgresEpochMs) * 1000n, 25);
      connection.sendCopyFromChunk(reply);
    },
    pause: () => connection.stream.pause(),
    resume: () => connection.stream.resume(),
    stop: async () => {
      ended = true;
      connection.stream.destroy();
      await client.end().catch(() => {});
    },
  };
}

/** How a slot stands. */
export interface Slot {
  readonly confirmed: number;
  readonly active: number | null;
  readonly lost: boolean;
}

/** Reads a slot of this database; null when there is none. */
export async function readSlot(client: pg.Client, slot: string): Promise<Slot | null> {
  const { rows } = await client.query<{ confirmed: string | null; active_pid: number | null; wal_status: string | null; mine: boolean; plugin: string }>(
    `select (confirmed_flush_lsn - '0/0')::text as confirmed, active_pid, wal_status, plugin, database = current_database() as mine from pg_replication_slots where slot_name = $1`,
    [slot],
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (!row.mine || row.plugin !== 'pgoutput') throw new Error(`Replication slot "${slot}" belongs to something else.`);
  return { confirmed: Number(row.confirmed), active: row.active_pid, lost: row.wal_status === 'lost' || row.confirmed === null };
}

/** Creates the slot and returns where its stream begins. */
export async function createSlot(client: pg.Client, slot: string): Promise<number> {
  const { rows } = await client.query<{ lsn: string }>(`select (lsn - '0/0')::text as lsn from pg_create_logical_replication_slot($1, 'pgoutput')`, [slot]);
  return Number(rows[0]?.lsn ?? 0);
}

/** Removes the slot, ending a stream that still uses it. */
export async function dropSlot(client: pg.Client, slot: string): Promise<void> {
  const { rows } = await client.query<{ active_pid: number | null }>('select active_pid from pg_replication_slots where slot_name = $1', [slot]);
  if (rows[0] === undefined) return;
  if (rows[0].active_pid !== null) await client.query('select pg_terminate_backend($1, 5000)', [rows[0].active_pid]);
  await client.query('select pg_drop_replication_slot($1)', [slot]);
}
