import * as fs from 'node:fs';
import type { PhoneCredential } from '#domain/sync/wire.ts';
import type pg from 'pg';
import type { Session } from '../../auth/sessions.ts';
import type { Log } from '../../engine/log.ts';
import type { FileStore } from '../../storage/parts/store.ts';
import { HttpProblem } from '../../http/problem.ts';
import { createConnector, type Connector } from '../connector.ts';
import { fetchAudioOf } from '../recordings/fetch-audio.ts';
import { createRecordingKeeper, type RecordingKeeper } from '../recordings/keeper.ts';
import { readAccount, type PbxAccount } from './account.ts';
import { adoptSecrets, secretOf, takeSecrets } from './secrets.ts';

/** The PBX that this hub follows, as long as there is one. */
export interface PbxLine {
  /** What the member's own telephone needs; refuses with a problem that says what is missing. */
  readonly credential: (session: Pick<Session, 'tenantId' | 'userId'>) => Promise<PhoneCredential>;
  /** The PBX of a tenant as it is followed now; null where there is none. */
  readonly connectorOf: (tenantId: string) => Connector | null;
  readonly stop: () => Promise<void>;
}

interface LineDeps {
  /** The file that tells of the PBX; it comes and goes with it. */
  readonly file: string;
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  /** Where recordings are kept. */
  readonly files: FileStore;
  readonly log: Log;
  readonly now: () => number;
}

interface Followed {
  readonly account: PbxAccount;
  readonly tenantId: string;
  readonly connector: Connector;
  readonly recordings: RecordingKeeper;
}

const lookEvery = 2_000;

/** Follows the PBX of which a file tells: it may be started, moved and stopped while the hub runs. */
export function createPbxLine({ file, identity, serve, files, log, now }: LineDeps): PbxLine {
  let followed: Followed | null = null;
  let seen = '';
  let missed = '';
  let looking: Promise<void> = Promise.resolve();
  let isStopped = false;

  const leave = async () => {
    const last = followed;
    followed = null;
    await last?.connector.stop();
    await last?.recordings.stop();
  };

  const follow = async () => {
    const mark = markOf(file);
    if (mark === seen || isStopped) return;
    seen = mark;
    await leave();
    const account = readAccount(file);
    if (!account) return;
    try {
      await connectTo(account);
    } finally {
      // The file is as it was: what the database did not do now it may do later.
      if (!followed) seen = '';
    }
  };
  const connectTo = async (account: PbxAccount) => {
    const { rows } = await identity.query<{ id: string }>('select id from tenants where subdomain = lower($1) and deleted_at is null', [account.subdomain]);
    const tenantId = rows[0]?.id;
    if (tenantId === undefined) {
      if (account.subdomain !== missed) log.warn({ file, subdomain: account.subdomain }, 'the PBX is of a tenant that this hub does not have yet');
      missed = account.subdomain;
      return;
    }
    if (!account.database) await adoptSecrets(serve, tenantId, account.agents, now());
    const recordings = createRecordingKeeper({ pool: serve, tenantId, pbx: account.name, store: files, fetchAudio: fetchAudioOf(account), folder: account.recordings, log, now });
    const connector = createConnector({ account: account.ami, pool: serve, tenantId, pbx: account.name, history: account.history, recordings, log, now });
    followed = { account, tenantId, connector, recordings };
    log.info({ pbx: account.name }, 'the PBX is followed');
  };
  /** A PBX that reads its telephones here forgets those whose secret is gone. */
  const revoke = async () => {
    if (followed?.account.database) await takeSecrets(serve, followed.tenantId, now());
  };
  const look = (): Promise<void> => {
    looking = looking
      .then(follow)
      .then(revoke)
      .catch((error: unknown) => log.warn({ err: error }, 'the PBX cannot be followed'));
    return looking;
  };
  void look();
  const timer = setInterval(() => void look(), lookEvery);

  return {
    credential: async ({ tenantId, userId }) => {
      await looking;
      if (followed?.tenantId !== tenantId) throw new HttpProblem(404, 'phone.noPbx', 'This hub has no PBX yet: ask whoever runs it to connect one.');
      const { account } = followed;
      const found = await secretOf(serve, tenantId, userId, account.database, now());
      if (found === null) throw new HttpProblem(404, 'phone.noExtension', 'You have no extension. An administrator gives you one.');
      const { number, sipUser, secret, country } = found;
      return { name: account.name, uri: `sip:${number}@${account.domain}`, user: sipUser, secret, wsUrl: account.wsUrl, iceServers: account.iceServers, country };
    },
    connectorOf: (tenantId) => (followed?.tenantId === tenantId ? followed.connector : null),
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await leave();
    },
  };
}

/** Changes whenever the file does. */
function markOf(file: string): string {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'none';
}
