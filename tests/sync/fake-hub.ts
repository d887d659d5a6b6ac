import { createHash } from 'node:crypto';
import { grantsOf, type RoleName } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, parseArgs } from '#domain/kernel/execute.ts';
import { Conflict, Refusal } from '#domain/kernel/failure.ts';
import { entityNames, snake, type EntityName } from '#domain/kernel/names.ts';
import { maySee } from '#domain/kernel/permission.ts';
import { gather, type Need } from '#domain/kernel/rows.ts';
import { visibleTo } from '#domain/kernel/visible-to.ts';
import { commandOf, entityOf, ledger } from '#domain/registry.ts';
import { encode } from '#domain/sync/codec.ts';
import { audienceHeader, type CommandAnswer, type CommandEnvelope, type SessionAnswer } from '#domain/sync/wire.ts';

const tagOf = ({ userId, role, teamIds }: Pick<FakeMember, 'role' | 'teamIds' | 'userId'>) => [userId, role, ...teamIds].join();

type Rows = Map<EntityName, Map<string, AnyRow>>;
interface Change {
  readonly lsn: number;
  readonly op: number;
  readonly entity: EntityName;
  readonly id: string;
  readonly before: AnyRow | null;
  readonly after: AnyRow | null;
}
/** Who signs in at a fake hub. */
export interface FakeMember {
  readonly token: string;
  readonly userId: string;
  readonly deviceId: string;
  role: RoleName;
  teamIds: readonly string[];
}

/** A hub in memory that speaks the wire and runs the same commands: fast enough for thousands of interleavings. */
export function createFakeHub(tenantId: string, seed: readonly { readonly entity: EntityName; readonly row: AnyRow }[], members: readonly FakeMember[]) {
  let rows: Rows = new Map(entityNames.map((name) => [name, new Map()]));
  let answers = new Map<string, CommandAnswer>();
  let log: Change[] = [];
  let generation = 1;
  let lsn = 1000;
  /** How often each command took effect in this history. */
  let effects = new Map<string, number>();
  const waiters = new Set<() => void>();
  /** Snapshots under way, by handle, and the rows that one answer carries. */
  const snapshots = new Map<string, { readonly lsn: number; readonly rows: readonly AnyRow[] }>();
  let chunk = Infinity;
  const sessionNews = new Set<(member: FakeMember) => void>();
  let cable = new AbortController();
  for (const { entity, row } of seed) rows.get(entity)?.set(row.id, row);

  const sessionOf = ({ userId, deviceId, role, teamIds }: FakeMember): SessionAnswer => ({
    tenantId,
    tenantName: 'Fake',
    subdomain: 'fake',
    timeZone: 'UTC',
    settings: {},
    userId,
    email: `${userId}@fake.test`,
    displayName: userId,
    roleName: role,
    teamIds: [...teamIds],
    grants: grantsOf(role),
    audience: tagOf({ userId, role, teamIds }),
    deviceId,
    leaseUntil: '2099-01-01T00:00:00.000Z',
    serverTime: new Date().toISOString(),
    generation: `g${generation}`,
  });
  const viewerOf = (member: FakeMember) => ({ userId: member.userId, teamIds: member.teamIds, grants: grantsOf(member.role) }) as unknown as Context;
  const source = {
    entity: (name: EntityName) => entityOf[name],
    row: (entity: EntityName, id: string) => rows.get(entity)?.get(id),
    find: (entity: EntityName, where: Need['where']) =>
      [...(rows.get(entity)?.values() ?? [])].filter((row) => row['deletedAt'] === null && Object.entries(where).every(([key, value]) => row[key] === value)),
  };
  let op = 0;
  const write = (entity: EntityName, row: AnyRow) => {
    const before = rows.get(entity)?.get(row.id) ?? null;
    const after = { ...row, visibleTo: visibleTo(entityOf[entity], row, source) };
    rows.get(entity)?.set(row.id, after);
    log.push({ lsn, op: op++, entity, id: row.id, before, after });
    if (entity === 'caseParticipants') touch('cases', String(row['caseId']));
    // Children follow their parent's keys, as the triggers have it.
    if (JSON.stringify(before?.['visibleTo']) !== JSON.stringify(after.visibleTo) && before)
      for (const child of entityNames)
        if (entityOf[child].visibility.kind === 'parent') for (const kid of rows.get(child)?.values() ?? []) if (kid['caseId'] === row.id) touch(child, kid.id);
  };
  const touch = (entity: EntityName, id: string) => {
    const row = rows.get(entity)?.get(id);
    if (row && JSON.stringify(visibleTo(entityOf[entity], row, source)) !== JSON.stringify(row['visibleTo'])) write(entity, row);
  };
  const commit = <Result>(work: () => Result): Result => {
    lsn += 8;
    op = 0;
    const result = work();
    for (const wake of waiters) wake();
    return result;
  };

  /** What became of a command before, as of now: after a restore positions of the old history say nothing. */
  const answered = (id: string): CommandAnswer | undefined => {
    const known = answers.get(id);
    return known && { ...known, lsn: String(lsn) };
  };
  const run = (member: FakeMember, { id, name, args, at, drawn, after }: CommandEnvelope): CommandAnswer => {
    const known = answered(id);
    if (known) return known;
    const refuse = (code: string, message: string, field?: string): CommandAnswer => ({
      id,
      lsn: String(lsn),
      status: 'refused',
      problem: { code, message, ...(field ? { field } : {}) },
    });
    const decide = (): CommandAnswer => {
      const command = commandOf.get(name);
      if (!command) return refuse('command.unknown', name);
      if (after.some((parent) => answers.get(parent)?.status !== 'accepted')) return refuse('parent.refused', 'parent');
      const context = { ...viewerOf(member), commandId: id, tenantId, deviceId: member.deviceId, at, drawn } as unknown as Context;
      try {
        const parsed = parseArgs(command, args);
        const load = (need: Need) => ({
          need,
          rows: (need.where['id'] ? [source.row(need.entity.name, need.where['id'])] : source.find(need.entity.name, need.where))
            .filter((row) => row !== undefined)
            .filter((row) => maySee(context, need.entity, row)),
        });
        const writes = execute(command, parsed, gather(command, parsed, context, load), context, ledger);
        return commit(() => {
          const acceptedAt = new Date().toISOString();
          for (const { entity, after: row } of writes) write(entity.name, { ...row, version: Number(row['version']) + 1, acceptedAt });
          effects.set(id, (effects.get(id) ?? 0) + 1);
          const now = writes.map(({ entity, id: rowId }) => ({ entity: entity.name, row: rows.get(entity.name)?.get(rowId) as AnyRow }));
          const seen = ({ entity, row }: (typeof now)[number]) => maySee(context, entityOf[entity], row);
          return { id, lsn: String(lsn), status: 'accepted', rows: now.filter(seen), hidden: now.filter((each) => !seen(each)).map(({ entity, row }) => ({ entity, id: row.id })) };
        });
      } catch (error) {
        if (error instanceof Refusal) return refuse(error.code, error.message, error.field);
        if (!(error instanceof Conflict)) throw error;
        const row = source.row(error.entity as EntityName, error.id);
        const theirs = { by: (row?.['updatedBy'] as string) ?? null, at: String(row?.['updatedAt']) };
        return {
          id,
          lsn: String(lsn),
          status: 'conflict',
          problem: { code: 'edit.conflict', message: error.message },
          entity: error.entity as EntityName,
          rowId: error.id,
          clashes: error.clashes.map((clash) => ({ ...clash })),
          theirs,
        };
      }
    };
    const answer = decide();
    answers.set(id, answer);
    return answer;
  };

  const textOf = (entity: EntityName, row: AnyRow, only?: (key: string) => boolean) =>
    Object.fromEntries(
      Object.entries(entityOf[entity].fields)
        .filter(([key]) => !only || key === 'id' || key === 'tenantId' || only(key))
        .map(([key, { kind }]) => [snake(key), encode(kind, row[key])]),
    );
  const handleOf = (member: FakeMember, entity: EntityName) =>
    createHash('sha1')
      .update(JSON.stringify([entity, generation, entityOf[entity].visibility.kind === 'tenant' ? 'all' : [member.userId, member.role, [...member.teamIds].sort()]]))
      .digest('hex');

  const shape = async (member: FakeMember, search: URLSearchParams, signal: AbortSignal | null): Promise<Response> => {
    const entity = search.get('table') as EntityName;
    const handle = handleOf(member, entity);
    const asked = search.get('offset') ?? '-1';
    const answer = (messages: readonly unknown[], offset: string, upTo: number | null) =>
      new Response(JSON.stringify(upTo === null ? messages : [...messages, { headers: { control: 'up-to-date', global_last_seen_lsn: String(upTo) } }]), {
        status: 200,
        headers: {
          'electric-handle': handle,
          [audienceHeader]: tagOf(member),
          'electric-offset': offset,
          'electric-schema': '{}',
          'electric-cursor': '1',
          'content-type': 'application/json',
          ...(upTo === null ? {} : { 'electric-up-to-date': '' }),
        },
      });
    const sees = (row: AnyRow | null) => row !== null && maySee(viewerOf(member), entityOf[entity], row);
    if (asked === '-1') snapshots.set(handle, { lsn, rows: [...(rows.get(entity)?.values() ?? [])].filter(sees) });
    if (asked !== '-1' && search.get('handle') !== handle)
      return new Response(JSON.stringify([{ headers: { control: 'must-refetch' } }]), { status: 409, headers: { 'electric-handle': handle, [audienceHeader]: tagOf(member) } });
    const snapshot = snapshots.get(handle);
    if (snapshot && (asked === '-1' || asked.startsWith('0_'))) {
      const from = asked === '-1' ? 0 : Number(asked.slice(2));
      const inserts = snapshot.rows.slice(from, from + chunk).map((row) => ({ key: row.id, value: textOf(entity, row), headers: { operation: 'insert' } }));
      return from + chunk < snapshot.rows.length ? answer(inserts, `0_${from + chunk}`, null) : answer(inserts, `${snapshot.lsn}_0`, snapshot.lsn);
    }
    const since = Number(asked.split('_')[0]);
    const news = () =>
      log
        .filter((change) => change.entity === entity && change.lsn > since)
        .flatMap(({ before, after, id }) => {
          if (sees(before) && !sees(after)) return [{ key: id, value: { id }, headers: { operation: 'delete' } }];
          if (!sees(before) && sees(after)) return [{ key: id, value: textOf(entity, after as AnyRow), headers: { operation: 'insert' } }];
          if (!sees(after)) return [];
          return [{ key: id, value: textOf(entity, after as AnyRow, (key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key])), headers: { operation: 'update' } }];
        });
    if (search.get('live') === 'true' && news().length === 0) {
      await new Promise<void>((resolve) => {
        const done = () => {
          waiters.delete(done);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, 200);
        waiters.add(done);
        signal?.addEventListener('abort', done, { once: true });
      });
      signal?.throwIfAborted();
      if (search.get('handle') !== handleOf(member, entity))
        return new Response(JSON.stringify([{ headers: { control: 'must-refetch' } }]), {
          status: 409,
          headers: { 'electric-handle': handleOf(member, entity), [audienceHeader]: tagOf(member) },
        });
    }
    return answer(news(), `${lsn}_0`, lsn);
  };

  const changedAfter = (at: number) => [...new Set(log.filter((change) => change.lsn > at).map(({ entity }) => entity))];
  const wake = (member: FakeMember, since: string | null, signal: AbortSignal | null): Response => {
    let at = lsn;
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (entities: readonly string[], session?: true) => controller.enqueue(encoder.encode(`data: ${JSON.stringify({ lsn: String(lsn), entities, session })}\n\n`));
        const tellSession = (changed: FakeMember) => {
          if (changed === member) send([], true);
        };
        const tell = () => {
          const entities = changedAfter(at);
          at = lsn;
          send(entities);
        };
        controller.enqueue(
          encoder.encode(`data: ${JSON.stringify({ lsn: String(lsn), entities: since === null ? [] : changedAfter(Number(since)), missed: since !== null })}\n\n`),
        );
        waiters.add(tell);
        sessionNews.add(tellSession);
        signal?.addEventListener('abort', () => {
          waiters.delete(tell);
          sessionNews.delete(tellSession);
          controller.error(new Error('cut'));
        });
      },
    });
    return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } });
  };

  const fetchHub: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const signal = init.signal ? AbortSignal.any([init.signal, cable.signal]) : cable.signal;
    signal.throwIfAborted();
    const token = new Headers(init.headers).get('authorization')?.slice(7);
    const member = members.find((each) => each.token === token);
    if (!member) return Response.json({ code: 'auth.signIn', message: 'Sign in.' }, { status: 401 });
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const answersIn = (list: readonly CommandAnswer[]) => Response.json({ answers: list, serverTime: new Date().toISOString(), generation: `g${generation}` });
    if (url.pathname === '/v1/session') return Response.json(sessionOf(member));
    if (url.pathname === '/v1/shape') return shape(member, url.searchParams, signal);
    if (url.pathname === '/v1/wake') return wake(member, url.searchParams.get('since'), signal);
    if (url.pathname === '/v1/commands') return answersIn(body.commands.map((envelope: CommandEnvelope) => run(member, envelope)));
    if (url.pathname === '/v1/commands/outcomes') return answersIn(body.ids.map((id: string) => answered(id) ?? { id, lsn: String(lsn), status: 'unknown' }));
    if (url.pathname === '/v1/numbers/lease') return Response.json({ blocks: [] });
    return Response.json({ code: 'route.missing', message: url.pathname }, { status: 404 });
  };

  return {
    fetch: fetchHub,
    sessionOf,
    run,
    /** What a member may see, by entity and id. */
    visibleTo: (member: FakeMember, entity: EntityName): ReadonlyMap<string, AnyRow> =>
      new Map([...(rows.get(entity) ?? [])].filter(([, row]) => maySee(viewerOf(member), entityOf[entity], row))),
    answerTo: (id: string) => answers.get(id),
    effectsOf: (id: string) => effects.get(id) ?? 0,
    dump: () => structuredClone({ rows, answers, effects }),
    restore: (dump: { readonly rows: Rows; readonly answers: Map<string, CommandAnswer>; readonly effects: Map<string, number> }) => {
      const copy = structuredClone(dump);
      rows = copy.rows;
      answers = copy.answers;
      effects = copy.effects;
      log = [];
      generation += 1;
      // A restored database counts from another place.
      lsn = 500 + generation;
      // A hub is restarted to be restored: every line breaks.
      cable.abort(new Error('the hub went away'));
      cable = new AbortController();
    },
    setChunk: (size: number) => {
      chunk = size;
    },
    add: (entity: EntityName, row: AnyRow) => rows.get(entity)?.set(row.id, row),
    /** Moves a member; whoever is connected hears of it. */
    change: (member: FakeMember, next: Partial<Pick<FakeMember, 'role' | 'teamIds'>>) => {
      Object.assign(member, next);
      for (const tell of sessionNews) tell(member);
      for (const wakeUp of waiters) wakeUp();
    },
  };
}
export type FakeHub = ReturnType<typeof createFakeHub>;
