import { CaseHistory } from '#domain/cases/case-history.ts';
import { Case } from '#domain/cases/case.ts';
import { Note } from '#domain/cases/note.ts';
import { Contact } from '#domain/contacts/contact.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Membership } from '#domain/people/membership.ts';
import { Priority } from '#domain/reference/priority.ts';
import { createSeededReplica, seedId, type SeededReplica } from '../../../main/bridge/seeded-replica.ts';

const statuses = ['closed', 'closed', 'closed', 'closed', 'resolved', 'cancelled', 'open', 'open', 'onHold', 'pending'] as const;
const words = 'refund invoice meter outage address card payment repair visit delay letter account balance install technician complaint'.split(' ');
const day = (n: number) => new Date(Date.UTC(2024, 0, 1, 0, n)).toISOString();
const text = (n: number, length: number) => Array.from({ length }, (_, at) => words[(n * 31 + at * 17 + ((n >> 3) ^ at)) % words.length]).join(' ');

/** Ids by kind, as `createLargeReplica` gives them. */
export const caseId = (n: number) => seedId<'cases'>(5, n);
export const personId = (n: number) => seedId<'users'>(4, n);

/** A replica as large as a tenant that has worked for years: cases, some notes on each, and one case with a long history. */
export function createLargeReplica(file: string, cases: number, key?: string): SeededReplica {
  const replica = createSeededReplica(file, key);
  const many = function* (count: number, row: (n: number) => AnyRow) {
    for (let n = 0; n < count; n++) yield row(n);
  };
  replica.add(
    Priority,
    many(4, (n) => ({ id: seedId(3, n), name: ['Low', 'Normal', 'High', 'Urgent'][n], level: n, colour: '#336699', slaHours: 8 })),
  );
  replica.add(
    Membership,
    many(100, (n) => ({ id: seedId(6, n), userId: personId(n), roleId: seedId(7, 0), displayName: `Agent ${n}`, isActive: true, joinedAt: day(0) })),
  );
  replica.add(
    Contact,
    many(cases / 4, (n) => ({
      id: seedId(8, n),
      firstName: words[n % 16],
      fullName: `${words[n % 16]} ${words[(n >> 4) % 16]} ${n}`,
      normalizedName: `${words[n % 16]} ${words[(n >> 4) % 16]} ${n}`,
      primaryPhone: `+2547${String(n).padStart(8, '0')}`,
    })),
  );
  replica.add(
    Case,
    many(cases, (n) => ({
      id: caseId(n),
      caseNumber: `MAT-2026-${String(n).padStart(6, '0')}`,
      kindId: seedId(10, 0),
      categoryId: seedId(11, n % 20),
      title: text(n, 6),
      description: text(n, 30),
      status: statuses[n % 10],
      priorityId: seedId(3, (n >> 2) % 4),
      assignedTo: n % 7 === 0 ? null : personId(n % 97),
      teamId: seedId(20, n % 9),
      primaryContactId: seedId(8, Math.floor(n / 4)),
      openedAt: day(n),
      dueAt: n % 5 === 0 ? null : day(n + (n % 3000)),
      visibleTo: [`team:${seedId(20, n % 9)}`],
    })),
  );
  replica.add(
    Note,
    many(cases * 2, (n) => ({
      id: seedId(12, n),
      subjectType: 'cases',
      subjectId: caseId(Math.floor(n / 2)),
      caseId: caseId(Math.floor(n / 2)),
      body: text(n, 40),
      createdAt: day(n),
      createdBy: personId(n % 97),
      visibleTo: ['tenant'],
    })),
  );
  replica.add(
    CaseHistory,
    many(5000, (n) => ({
      id: seedId(13, n),
      caseId: caseId(7),
      fieldName: 'status',
      oldValue: 'open',
      newValue: 'onHold',
      changedAt: day(n),
      createdBy: personId(n % 97),
      visibleTo: ['tenant'],
    })),
  );
  return replica;
}
