import type { RoleName } from '#domain/kernel/capability.ts';
import { grantsOf } from '#domain/kernel/capability.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, parseArgs } from '#domain/kernel/execute.ts';
import type { Id } from '#domain/kernel/names.ts';
import { gather, type Loaded, type Need } from '#domain/kernel/rows.ts';
import { commandOf, ledger } from '#domain/registry.ts';
import { reserved } from '#domain/people/reserved.ts';
import type { TenantRows } from '../people/create-tenant.ts';

/** Somebody who works in a tenant that is being made up. */
export interface Worker {
  readonly userId: string;
  readonly role: RoleName;
  readonly teamIds: readonly string[];
}

/** Runs commands on rows in memory, so that made-up tenants have the history that real work leaves. */
export interface Work {
  /** Runs a command as somebody at a moment, and answers the id of the first row that it wrote. */
  readonly run: (worker: Worker, at: Date, name: string, args: unknown, caseNumber?: string) => string;
}

/** Works on the rows of a new tenant. */
export function createWork(tenantId: string, rows: TenantRows): Work {
  let n = 0;
  const places = new Map<string, { readonly list: AnyRow[]; readonly place: number }>();
  for (const list of Object.values(rows)) list.forEach((row, place) => places.set(row.id, { list, place }));
  const find = ({ entity, where }: Need): readonly AnyRow[] => {
    if (where['id'] !== undefined) {
      const found = places.get(where['id']);
      const row = found?.list[found.place];
      return row ? [row] : [];
    }
    return (rows[entity.name] ?? []).filter((row) => Object.entries(where).every(([key, value]) => row[key] === value));
  };
  return {
    run: ({ userId, role, teamIds }, at, name, args, caseNumber) => {
      const command = commandOf.get(name);
      if (!command) throw new Error(`There is no command ${name}`);
      // The ids below are made by this module and by `idFrom`, not parsed.
      const context = {
        commandId: idFrom({ commandId: tenantId }, 1_000_000 + n++),
        tenantId,
        userId,
        deviceId: null,
        teamIds,
        grants: grantsOf(role),
        at: at.toISOString(),
        drawn: caseNumber ? { caseNumber } : {},
      } as unknown as Context;
      const parsed = parseArgs(command, args);
      const load = (need: Need): Loaded => ({ need, rows: find(need) });
      const writes = execute(command, parsed, gather(command, parsed, context, load), context, ledger);
      for (const { entity, id, before, after } of writes) {
        const counted = { ...after, version: Number(before?.['version'] ?? 0) + 1 };
        const found = places.get(id);
        if (found) found.list[found.place] = counted;
        else {
          const list = (rows[entity.name] ??= []);
          places.set(id, { list, place: list.push(counted) - 1 });
        }
      }
      const [subject] = writes;
      if (!subject) throw new Error(`${name} wrote nothing`);
      return subject.id;
    },
  };
}

/** The workers of a new tenant, reserved members left out. */
export function workersOf(rows: TenantRows): readonly Worker[] {
  const reservedIds: readonly unknown[] = Object.values(reserved);
  const roleNames = new Map(rows.roles?.map((role) => [role.id, role['name'] as RoleName]));
  return (rows.memberships ?? [])
    .filter(({ userId }) => !reservedIds.includes(userId))
    .map(({ userId, roleId }) => ({
      userId: String(userId),
      role: roleNames.get(String(roleId)) ?? 'viewer',
      teamIds: (rows.teamMembers ?? []).filter((member) => member['userId'] === userId).map(({ teamId }) => String(teamId) as Id<'teams'>),
    }));
}
