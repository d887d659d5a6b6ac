import type pg from 'pg';
import type { Log } from './engine/log.ts';
import { exportAudit } from './api/exports/audit.ts';
import { exportContacts } from './api/exports/contacts.ts';
import { endExports, exportsGivenUp } from './api/exports/file.ts';
import type { Effect } from './commands/decide.ts';
import { lifecycleEffect, lifecycleWork } from './contacts/lifecycle.ts';
import { createDispatcher } from './jobs/dispatcher.ts';
import { createKeeper } from './jobs/keeper.ts';
import { createNightly } from './jobs/nightly.ts';
import type { Work } from './jobs/parts/work.ts';
import { createMailer } from './notifications/mailer.ts';
import { createDue, dueWork } from './notifications/due.ts';
import { mailGivenUp, mailWork } from './notifications/mail-work.ts';
import { tellOfWrites } from './notifications/parts/tell.ts';
import { retentionWork } from './platform/retention.ts';
import type { FileStore } from './storage/parts/store.ts';

interface BackgroundDeps {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
  readonly store: FileStore;
  /** Null where no server is told: mail waits. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Where desks reach the hub. */
  readonly address: string;
}

/** What the acceptance of a command sets going. */
export const effects: readonly Effect[] = [lifecycleEffect, tellOfWrites];

/** What is due once a day. */
const nightly = ['contacts.lifecycle', 'exports.end', 'retention.run'] as const;

/** Does what no command waits for, until it is stopped. */
export function startBackground({ identity, serve, log, now, store, smtpUrl, mailFrom, address }: BackgroundDeps): { readonly stop: () => Promise<void> } {
  const mailer = smtpUrl === null ? null : createMailer({ smtpUrl, from: mailFrom });
  const work: Readonly<Record<string, Work>> & Readonly<Record<(typeof nightly)[number], Work>> = {
    ...lifecycleWork,
    ...exportContacts(store),
    ...exportAudit(store),
    ...endExports(store),
    ...retentionWork(serve),
    ...dueWork(now),
    ...(mailer && mailWork({ mailer, address, now })),
    // The keeper of files looks for these events itself.
    'contacts.erased': async () => {},
  };
  const parts = [
    createKeeper({ pool: serve, log }),
    createDispatcher({ pool: serve, log, work, giveUp: { ...mailGivenUp, ...exportsGivenUp }, canMail: mailer !== null }),
    createDue({ identity, serve, log, now }),
    createNightly({ identity, serve, log, now, topics: nightly }),
  ];
  return {
    stop: async () => {
      // A letter that hangs is not waited for.
      mailer?.stop();
      await Promise.all(parts.map(({ stop }) => stop()));
    },
  };
}
