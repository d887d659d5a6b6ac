import type { Bridge, DeviceCalls, Outcome } from '#domain/bridge.ts';
import type { DeskStatus, PendingCommand, ReviewItem, Session } from '#domain/desk/queries.ts';
import { grantsOf, type RoleName } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, parseArgs, subjectOf } from '#domain/kernel/execute.ts';
import { Conflict, Refusal } from '#domain/kernel/failure.ts';
import { gather, type Need } from '#domain/kernel/rows.ts';
import { visibleTo } from '#domain/kernel/visible-to.ts';
import { commandOf, entityOf, ledger, queries } from '#domain/registry.ts';
import { answer, type Memory } from './memory-answers.ts';
import { newId } from '../bridge/command-id.ts';
import { seed } from './seed.ts';

interface Options {
  readonly role?: RoleName;
  readonly cases?: number;
  readonly now?: () => number;
  /** Milliseconds until the pretended hub settles a command; null never does. */
  readonly settleAfter?: number | null;
  /** A device call that is refused, whatever it asks. */
  readonly refuses?: string;
  /** What queries answer, by name, instead of what the rows say. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** A desk without a desk: the real commands on rows in memory, for development and for tests of screens. */
export function createMemoryBridge({ role = 'agent', cases = 240, now = Date.now, settleAfter = 1500, refuses, answers = {} }: Options = {}) {
  let told = answers;
  let onHub: DeviceCalls['search.hub']['result']['data'] = [];
  const { store, ids } = seed({ now: now(), cases });
  const started = new Date(now()).toISOString();
  const me = [...(store.get('memberships')?.values() ?? [])].find((row) => row['userId'] === ids.me);
  // Seeded ids stand for ids of their entities.
  const session = {
    tenantId: ids.tenant,
    tenantName: 'Nairobi City Helpline',
    userId: ids.me,
    displayName: String(me?.['displayName'] ?? 'Amina Wanjiru'),
    email: 'amina@helpline.example',
    roleName: role.charAt(0).toUpperCase() + role.slice(1),
    teamIds: ids.teams.slice(0, 1),
    grants: grantsOf(role),
    platformRoles: [],
    deviceId: newId(),
    leaseUntil: new Date(now() + 30 * 86_400_000).toISOString(),
  } as unknown as Session;
  const initial: DeskStatus = {
    vault: 'open',
    vaults: [{ id: 'v1', email: session.email, tenantName: session.tenantName, subdomain: 'nairobi' }],
    hub: { url: 'http://127.0.0.1:8460', state: 'online', since: started, message: null },
    session,
    caughtUpAt: started,
    pending: 0,
    review: 0,
    files: [],
    lastError: null,
    firstSync: null,
    notice: null,
  };
  const memory: { -readonly [K in keyof Memory]: Memory[K] } = { store, outbox: [], review: [], drafts: new Map(), status: initial, session };
  const watchers = new Set<() => void>();
  const sent = new Map<string, Promise<Outcome>>();
  const log: { readonly verb: string; readonly name: string; readonly args: unknown; readonly id?: string }[] = [];

  const changed = () => {
    memory.status = { ...memory.status, pending: memory.outbox.length, review: memory.review.length };
    for (const watcher of watchers) watcher();
  };
  const ask = (name: string, args: unknown): unknown => {
    const query = queries.find((each) => each.name === name);
    if (!query) throw new Error(`There is no query ${name}`);
    if (name in told) return told[name];
    return answer(memory, name, query.args.parse(args) as Readonly<Record<string, unknown>>);
  };

  function run(name: string, args: unknown, id: string, who: Partial<Session> = {}): Outcome {
    const command = commandOf.get(name);
    if (!command) return { ok: false, code: 'command.unknown', message: name };
    const by = { ...session, ...who };
    const context: Context = { ...by, commandId: id, at: new Date(now()).toISOString(), drawn: { caseNumber: `SRQ-2026-${String(5000 + log.length).padStart(6, '0')}` } };
    const find = (need: Need) => ({
      need,
      rows: [...(store.get(need.entity.name)?.values() ?? [])].filter((row) => Object.entries(need.where).every(([key, value]) => row[key] === value)),
    });
    try {
      const parsed = parseArgs(command, args);
      const writes = execute(command, parsed, gather(command, parsed, context, find), context, ledger);
      const isMine = by.userId === session.userId;
      for (const { entity, after } of writes) put(entity.name, { ...after, acceptedAt: isMine ? (after['acceptedAt'] ?? null) : context.at });
      const subject = subjectOf(writes);
      if (isMine) {
        memory.outbox = [
          ...memory.outbox,
          {
            id,
            name,
            title: command.title,
            at: context.at,
            state: 'queued',
            attempts: 0,
            entity: subject?.entity ?? null,
            rowId: subject?.id ?? null,
            rows: writes.map((write) => write.id),
          },
        ];
        if (settleAfter !== null) setTimeout(() => settle(), settleAfter);
      }
      changed();
      return { ok: true, commandId: id, rowId: subject?.id ?? null };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, code: error.code, message: error.message, ...(error.field ? { field: error.field } : {}) };
      if (error instanceof Conflict) return { ok: false, code: 'conflict', message: error.message };
      throw error;
    }
  }

  function put(entity: Parameters<typeof store.get>[0], row: AnyRow): void {
    const rows = store.get(entity) ?? new Map<string, AnyRow>();
    store.set(entity, rows);
    const keys = visibleTo(entityOf[entity], row, {
      entity: (name) => entityOf[name],
      row: (name, id) => store.get(name)?.get(id),
      find: (name, where) => [...(store.get(name)?.values() ?? [])].filter((each) => Object.entries(where).every(([key, value]) => each[key] === value)),
    });
    rows.set(row.id, { ...row, visibleTo: keys });
  }

  function settle(): void {
    if (memory.status.hub.state !== 'online') return;
    const at = new Date(now()).toISOString();
    const [first, ...rest] = memory.outbox;
    if (!first) return;
    memory.outbox = rest;
    for (const rows of store.values())
      for (const id of first.rows) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, acceptedAt: at, version: Number(row['version']) + 1 });
      }
    memory.status = { ...memory.status, caughtUpAt: at };
    changed();
  }

  const bridge: Bridge = {
    // The answer to a named query is of that query's type.
    query: async (name, args) => ask(name, args) as never,
    watch: (name, args, watcher) => {
      let last = '';
      const look = () => {
        const value = ask(name, args);
        const text = JSON.stringify(value) ?? 'undefined';
        if (text === last) return;
        last = text;
        watcher.next(value as never);
      };
      const first = setTimeout(look, 0);
      watchers.add(look);
      return () => {
        clearTimeout(first);
        watchers.delete(look);
      };
    },
    send: (name, args, id = newId()) => {
      log.push({ verb: 'send', name, args, id });
      const again = sent.get(id);
      if (again) return again;
      const outcome = Promise.resolve(run(name, args, id));
      sent.set(id, outcome);
      return outcome;
    },
    // Each call answers what its declaration says.
    device: async (call, args) => device(call, args as Readonly<Record<string, unknown>>) as never,
  };

  function device(call: string, args: Readonly<Record<string, unknown>>): object {
    log.push({ verb: 'device', name: call, args });
    if (call === refuses) return { ok: false, code: 'field.invalid', message: 'The pretended desk refuses this.' };
    if (call === 'drafts.save') {
      memory.drafts.set(String(args['key']), { key: String(args['key']), value: String(args['value']), at: new Date(now()).toISOString() });
      changed();
    }
    if (call === 'online.read') {
      if (memory.status.hub.state !== 'online') return { ok: false, code: 'hub.unreachable', message: 'The hub cannot be reached.' };
      const rows = [...(store.get(args['entity'] as Parameters<typeof store.get>[0])?.values() ?? [])].filter((row) => !args['id'] || row.id === args['id']);
      return { ok: true, rows, next: null, at: new Date(now()).toISOString() };
    }
    if (call === 'search.hub')
      return memory.status.hub.state === 'online' ? { ok: true, data: onHub } : { ok: false, code: 'hub.unreachable', message: 'The hub cannot be reached.' };
    if (call === 'phone.credential') return { ok: false, code: 'phone.noPbx', message: 'The pretended desk has no PBX.' };
    if (call === 'audit.verify') return { ok: true, verdict: { ok: false, reason: 'missing', place: 3, after: ids.tenant, before: null } };
    if (call === 'factors.list') return { ok: true, factors: [] };
    if (call === 'invitation.accept') return { ok: true, subdomain: args['subdomain'], email: session.email };
    if (call === 'online.run') return run(String(args['name']), args['args'], String(args['id']));
    if (call === 'session.lock') control.status({ vault: 'locked', session: null });
    if (call === 'session.signOut') control.status({ vault: 'signedOut', session: null });
    if (call === 'session.unlock' && args['password'] !== 'right') return { ok: false, code: 'auth.wrongPassword', message: 'The password is wrong.' };
    if (call === 'session.unlock' || call === 'session.signIn') control.status({ vault: 'open', session });
    if (call === 'review.decide') {
      memory.review = memory.review.filter(({ id }) => id !== args['id']);
      changed();
    }
    if (call === 'files.decide') control.status({ files: memory.status.files.filter(({ id }) => args['choice'] === 'retry' || id !== args['file']) });
    if (call === 'sync.pause') control.status({ hub: { ...memory.status.hub, state: args['paused'] ? 'offline' : 'online', since: new Date(now()).toISOString() } });
    return { ok: true, pending: memory.outbox.length };
  }

  /** What a developer or a test does behind the screen's back. */
  const control = {
    ids,
    log,
    session,
    status: (patch: Partial<DeskStatus>) => {
      memory.status = { ...memory.status, ...patch };
      changed();
    },
    /** Runs a command as the n-th member, as if it had come from the hub. */
    asColleague: (n: number, name: string, args: unknown) => {
      const member = [...(store.get('memberships')?.values() ?? [])].find((row) => row['userId'] === ids.users[n]);
      return run(name, args, newId(), { userId: ids.users[n] as Session['userId'], displayName: String(member?.['displayName']), grants: grantsOf('manager') });
    },
    /** What queries answer from now on. */
    tell: (now: Readonly<Record<string, unknown>>) => {
      told = { ...told, ...now };
      changed();
    },
    /** What the hub finds, whatever is asked. */
    onHub: (hits: typeof onHub) => {
      onHub = hits;
    },
    review: (items: readonly ReviewItem[]) => {
      memory.review = items;
      changed();
    },
    settle,
    contacts: () => [...(store.get('contacts')?.values() ?? [])],
    /** Takes a record out of sight, as a move to another team does. */
    forget: (entity: Parameters<typeof store.get>[0], id: string) => {
      store.get(entity)?.delete(id);
      changed();
    },
    row: (entity: Parameters<typeof store.get>[0], id: string) => store.get(entity)?.get(id),
  };
  return { bridge, control };
}

/** A command on its way, with the rows it wrote. */
export type Outgoing = PendingCommand & { readonly rows: readonly string[] };
