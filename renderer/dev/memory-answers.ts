import type { DeskStatus, Draft, ReviewItem, Session } from '#domain/desk/queries.ts';
import { normalizeName } from '#domain/contacts/rules.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { maySee } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import type { Outgoing } from './memory-bridge.ts';
import type { Store } from './seed.ts';

/** All that the pretended desk knows. */
export interface Memory {
  readonly store: Store;
  readonly outbox: readonly Outgoing[];
  readonly review: readonly ReviewItem[];
  readonly drafts: Map<string, Draft>;
  readonly status: DeskStatus;
  readonly session: Session;
}
type Args = Readonly<Record<string, unknown>>;

/** Answers a query of the registry from rows in memory. */
export function answer(memory: Memory, name: string, args: Args): unknown {
  const { store, session, outbox } = memory;
  const all = (entity: EntityName) => [...(store.get(entity)?.values() ?? [])].filter((row) => row['deletedAt'] === null && maySee(session, entityOf[entity], row));
  const one = (entity: EntityName, id: unknown) => (typeof id === 'string' ? all(entity).find((row) => row.id === id) : undefined);
  const gone = (entity: EntityName, id: unknown) => (typeof id === 'string' ? store.get(entity)?.get(id) : undefined);
  const recorded = (row: AnyRow) => ({ ...row, pending: outbox.filter(({ rows }) => rows.includes(row.id)).length });
  const members = all('memberships');
  const nameOf = (userId: unknown) => members.find((row) => row['userId'] === userId)?.['displayName'] ?? null;
  const matches = (text: unknown, ...values: readonly unknown[]) =>
    typeof text !== 'string' ||
    normalizeName(text)
      .split(' ')
      .every((word) => normalizeName(values.filter(Boolean).join(' ')).includes(word));
  const paged = (rows: readonly object[]) => {
    const from = typeof args['after'] === 'string' ? Number(args['after']) : 0;
    const to = from + Number(args['limit'] ?? 50);
    return { rows: rows.slice(from, to), next: to < rows.length ? String(to) : null };
  };
  const caseRow = (row: AnyRow) => {
    const priority = one('priorities', row['priorityId']);
    return {
      ...recorded(row),
      contactName: one('contacts', row['primaryContactId'])?.['fullName'] ?? null,
      assigneeName: nameOf(row['assignedTo']),
      priorityName: priority?.['name'] ?? null,
      priorityColour: priority?.['colour'] ?? null,
      level: priority?.['level'],
    };
  };
  switch (name) {
    case 'desk.status':
      return memory.status;
    case 'outbox.list':
      return outbox;
    case 'review.list':
      return memory.review;
    case 'drafts.get':
      return memory.drafts.get(String(args['key'])) ?? null;
    case 'records.get': {
      const row = (args['deleted'] ? gone : one)(args['entity'] as EntityName, args['id']);
      return row ? recorded(row) : null;
    }
    case 'records.list': {
      const where = Object.entries((args['where'] ?? {}) as Args);
      const { title } = entityOf[args['entity'] as EntityName];
      const order = typeof args['sort'] === 'string' ? args['sort'] : title;
      const rows = (args['deleted'] ? [...(store.get(args['entity'] as EntityName)?.values() ?? [])].filter((row) => row['deletedAt'] !== null) : all(args['entity'] as EntityName))
        .filter((row) => where.every(([key, value]) => row[key] === value) && matches(args['text'], row[title]))
        .toSorted(by(order))
        .map(recorded);
      return paged(args['descending'] ? rows.toReversed() : rows);
    }
    case 'records.count':
      return Object.fromEntries(entityNames.map((each) => [each, all(each).length]));
    case 'records.search': {
      const wanted = (args['entities'] as readonly EntityName[] | undefined) ?? ['cases', 'contacts', 'notes', 'teams'];
      return wanted
        .flatMap((entity) =>
          all(entity)
            .filter((row) => matches(args['text'], row[entityOf[entity].title], row['caseNumber'], row['primaryPhone']))
            .toSorted((one_, other) => (one_.id < other.id ? 1 : -1))
            .map((row) => ({
              entity,
              id: row.id,
              title: String(row[entityOf[entity].title]).slice(0, 80),
              snippet: String(row['caseNumber'] ?? row['primaryPhone'] ?? ''),
              score: 1,
            })),
        )
        .slice(0, Number(args['limit']));
    }
    case 'people.members':
      return members.map((row) => ({
        ...row,
        roleName: one('roles', row['roleId'])?.['displayName'] ?? null,
        teamIds: all('teamMembers')
          .filter((each) => each['userId'] === row['userId'])
          .map((each) => each['teamId']),
      }));
    case 'contacts.list':
      return paged(
        all('contacts')
          .filter((row) => (!args['kind'] || row['kind'] === args['kind']) && matches(args['text'], row['fullName'], row['primaryPhone'], row['primaryEmail']))
          .toSorted(by('fullName'))
          .map((row) => ({
            ...recorded(row),
            openCases: all('cases').filter((each) => each['primaryContactId'] === row.id && ['open', 'onHold'].includes(String(each['status']))).length,
          })),
      );
    case 'contacts.get': {
      const row = one('contacts', args['id']);
      return row
        ? {
            ...recorded(row),
            ownerName: nameOf(row['ownerId']),
            points: all('contactPoints')
              .filter((point) => point['contactId'] === row.id)
              .map(recorded),
          }
        : null;
    }
    case 'contacts.lookup': {
      const digits = String(args['address'])
        .replace(/[^\d+@a-z.]/gi, '')
        .toLowerCase();
      return all('contactPoints')
        .filter((point) => point['normalized'] === digits)
        .map((point) => ({ id: point['contactId'], fullName: one('contacts', point['contactId'])?.['fullName'], kind: point['kind'], value: point['value'] }));
    }
    case 'cases.count':
      return (
        Object.groupBy(all('cases'), (row) => String(row['status'])) &&
        Object.fromEntries(Object.entries(Object.groupBy(all('cases'), (row) => String(row['status']))).map(([status, rows]) => [status, rows?.length ?? 0]))
      );
    case 'cases.list': {
      const status = args['status'] as readonly string[] | undefined;
      const key = args['sort'] === 'priority' ? 'level' : String(args['sort']);
      const rows = all('cases')
        .filter(
          (row) =>
            (!status || status.includes(String(row['status']))) &&
            (!args['assignedTo'] || row['assignedTo'] === args['assignedTo']) &&
            (!args['unassigned'] || row['assignedTo'] === null) &&
            (!args['teamId'] || row['teamId'] === args['teamId']) &&
            (!args['contactId'] || row['primaryContactId'] === args['contactId']),
        )
        .map(caseRow)
        .filter((row) => matches(args['text'], row['title' as keyof typeof row], row['caseNumber' as keyof typeof row], row.contactName))
        .toSorted(by(key));
      return paged(args['descending'] ? rows.toReversed() : rows);
    }
    case 'cases.get': {
      const row = one('cases', args['id']);
      if (!row) return null;
      const participants = all('caseParticipants')
        .filter((each) => each['caseId'] === row.id)
        .map((each) => ({ ...recorded(each), contactName: one('contacts', each['contactId'])?.['fullName'] ?? null }));
      return {
        ...caseRow(row),
        kindName: one('caseKinds', row['kindId'])?.['name'] ?? null,
        categoryName: one('caseCategories', row['categoryId'])?.['name'] ?? null,
        coordinatorName: nameOf(row['coordinatorId']),
        teamName: one('teams', row['teamId'])?.['name'] ?? null,
        participants,
      };
    }
    case 'cases.timeline': {
      const kinds = (args['kinds'] as readonly string[] | undefined) ?? ['activity', 'change', 'note'];
      const entries = [
        ...all('notes').map((row) => ({ ...recorded(row), kind: 'note', at: row['createdAt'], by: nameOf(row['createdBy']) })),
        ...all('caseHistory').map((row) => ({ ...recorded(row), kind: 'change', at: row['changedAt'], by: nameOf(row['createdBy']) })),
        ...all('activityEvents').map((row) => ({ ...recorded(row), kind: 'activity', at: row['happenedAt'], by: nameOf(row['actorId']) })),
      ] as readonly (AnyRow & { readonly kind: string; readonly at: string })[];
      return paged(
        entries
          .filter((entry) => entry['caseId'] === args['id'] && kinds.includes(entry.kind))
          .toSorted((one_, other) => other.at.localeCompare(one_.at) || other.id.localeCompare(one_.id)),
      );
    }
    case 'cases.work': {
      const of = (entity: Parameters<typeof all>[0]) =>
        all(entity)
          .filter((each) => each['caseId'] === args['id'])
          .map(recorded);
      const items = of('checklistItems');
      return {
        clocks: of('slaClocks'),
        checklists: of('checklists').map((list) => ({ ...list, items: items.filter((item) => (item as Args)['checklistId'] === list.id) })),
        links: [],
        tasks: of('tasks'),
      };
    }
    case 'inbox.list':
      return all('reminders').map((row) => ({ entity: 'reminders', id: row.id, title: row['text'], at: row['remindAt'], risk: 'normal', action: 'reminders.finish' }));
    case 'interactions.timeline':
      return { rows: all('interactions').filter((row) => row['contactId'] === args['contactId']), next: null };
    case 'contacts.interests':
    case 'files.of':
    case 'files.subjects':
    case 'supervision.help':
      return [];
    default:
      throw new Error(`The pretended desk has no answer to ${name}`);
  }
}

const by =
  (key: string) =>
  (one: object, other: object): number => {
    const [left, right] = [one, other].map((row) => (row as Args)[key] ?? '');
    return typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
  };
