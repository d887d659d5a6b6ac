import { expect } from 'vitest';
import type { CommandAnswer } from '#domain/sync/wire.ts';
import { exportsGivenUp } from '../../sync-server/api/exports/file.ts';
import { effects } from '../../sync-server/background.ts';
import { lifecycleWork } from '../../sync-server/contacts/lifecycle.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDispatcher } from '../../sync-server/jobs/dispatcher.ts';
import type { Work } from '../../sync-server/jobs/parts/work.ts';
import { mailGivenUp } from '../../sync-server/notifications/mail-work.ts';
import { openOffice, type Office } from './office.ts';

/** An office whose commands set work going, which is worked off when a test says so. */
export interface Busy extends Office {
  /** Works off everything that is due, once. */
  readonly workOff: (work: Readonly<Record<string, Work>>, canMail?: boolean) => Promise<void>;
  readonly events: (topic: string) => Promise<readonly Record<string, unknown>[]>;
  readonly user: (name: string) => Promise<string>;
  /** Runs a command that must be accepted. */
  readonly accepted: (name: string, command: string, args: object) => Promise<CommandAnswer>;
}

/** Opens such an office. */
export async function openBusy(): Promise<Busy> {
  const office = await openOffice({ effects });
  return {
    ...office,
    workOff: async (work, canMail = true) => {
      const dispatcher = createDispatcher({ pool: office.pool, log: silentLog, work: { ...lifecycleWork, ...work }, giveUp: { ...mailGivenUp, ...exportsGivenUp }, canMail });
      await dispatcher.round();
      await dispatcher.stop();
    },
    events: (topic) => office.rows('SELECT status, attempts, payload, next_attempt_at > now() AS waits FROM outbox_events WHERE topic = $1 ORDER BY id', [topic]),
    user: async (name) => (await office.as(name)).userId,
    accepted: async (name, command, args) => {
      const answer = await office.run(name, command, args);
      expect(answer, `${command}: ${JSON.stringify(answer)}`).toMatchObject({ status: 'accepted' });
      return answer;
    },
  };
}
