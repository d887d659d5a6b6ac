import type { ActCode } from '#domain/acts.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import type { RetentionPolicy } from '#domain/platform/retention-policy.ts';
import { windowsOf, type Windows } from '#domain/platform/rules.ts';
import { entityOf, registry, writeOrder } from '#domain/registry.ts';
import type pg from 'pg';
import { auditSystem } from '../audit/record.ts';
import { selectRows } from '../db/rows.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Work } from '../jobs/parts/work.ts';

/** Rows archived or purged in one transaction. */
const atOnce = 1000;
/** Days for which what was deleted stays on desks, where it may be brought back from. */
const restorableDays = 30;

type WindowsOf = (entity: AnyEntity) => Windows;
/** What is done to rows that meet a condition, and what the audit calls it. */
interface Step {
  readonly action: Extract<ActCode, 'retention.archive' | 'retention.purge' | 'retention.return'>;
  readonly entity: AnyEntity;
  readonly when: string;
  readonly write: (table: string) => string;
}

/** Carries out how long each kind of row stays, in chunks, each with its line in the audit; a legal hold and an open parent keep a row. */
export function retentionWork(pool: pg.Pool): Readonly<Record<'retention.run', Work>> {
  return {
    'retention.run': async ({ tenantId, createdBy }, tx) => {
      const policies = (await selectRows(tx, entityOf.retentionPolicies, tenantId, {})).filter(({ deletedAt }) => deletedAt === null) as unknown as readonly RetentionPolicy[];
      for (const step of stepsOf((entity) =>
        windowsOf(
          entity,
          policies.find(({ entityType }) => entityType === entity.name),
        ),
      )) {
        while ((await inTenant(pool, tenantId, (own) => take(own, tenantId, createdBy, step))) === atOnce);
      }
    },
  };
}

/** Children are let go before what they refer to; what is to be seen again comes back parents first. */
export function stepsOf(of: WindowsOf): readonly Step[] {
  const own = writeOrder.filter(({ global }) => !global);
  const purged = own.toReversed().flatMap((entity): readonly Step[] => {
    const past = pastOf(entity, 'x', 'purge', of);
    if (past === null) return [];
    const unused = registry
      .dependentsOf(entity.name)
      .map(({ entity: child, field }) => `NOT EXISTS (SELECT 1 FROM ${snake(child.name)} c WHERE c.tenant_id = x.tenant_id AND c.${snake(field)} = x.id)`);
    return [
      {
        action: 'retention.purge',
        entity,
        when: [past, ...keeping(entity), ...besideHeld(entity), ...unused].join(' AND '),
        write: (table) => `SELECT holdfast_purge('${table}', $1::uuid[])`,
      },
    ];
  });
  const moved = own.flatMap((entity): readonly Step[] => {
    if (entity.visibility.kind === 'server') return [];
    const past = pastOf(entity, 'x', 'archive', of);
    const deleted = `x.deleted_at < now() - interval '${restorableDays} days'`;
    const due = past === null ? deleted : `(${deleted} OR (${[past, ...keeping(entity)].join(' AND ')}))`;
    const mark = (value: string) => (table: string) => `UPDATE ${table} SET archived_at = ${value} WHERE id = ANY ($1::uuid[])`;
    const archive: Step = { action: 'retention.archive', entity, when: `x.archived_at IS NULL AND ${due}`, write: mark('now()') };
    const back = `x.archived_at IS NOT NULL AND (${due}) IS NOT TRUE`;
    return [archive, { action: 'retention.return', entity, when: back, write: mark('NULL') }];
  });
  return [...moved, ...purged];
}

/** The condition that a row is past its time; null where its kind never is. Rows that go their parent's way are past when it is, and stay with one that is held. */
function pastOf(entity: AnyEntity, row: string, window: 'archive' | 'purge', of: WindowsOf): string | null {
  const { after, as, ...months } = of(entity);
  const own = months[window];
  if (own !== null) return `${row}.${after ? snake(after) : 'updated_at'} < now() - interval '${own} months'`;
  const parent = as ? entity.fields[as]?.target : undefined;
  if (!as || !parent) return null;
  const past = window === 'archive' ? `${row}p.archived_at IS NOT NULL` : pastOf(entityOf[parent], `${row}p`, window, of);
  const free = window === 'purge' && 'legalHold' in entityOf[parent].fields ? ` AND NOT ${row}p.legal_hold` : '';
  return past && `EXISTS (SELECT 1 FROM ${snake(parent)} ${row}p WHERE ${row}p.tenant_id = ${row}.tenant_id AND ${row}p.id = ${row}.${snake(as)} AND ${past}${free})`;
}

/** What keeps a row whatever its age: a legal hold, and a parent that is not over yet. */
function keeping({ fields, visibility }: AnyEntity): readonly string[] {
  const parents = visibility.kind === 'parent' ? visibility.of : [];
  const open = parents.flatMap((key) => {
    const target: EntityName | undefined = fields[key]?.target;
    const { retention } = target ? entityOf[target] : {};
    if (!target || typeof retention !== 'object' || !('after' in retention) || !retention.after) return [];
    return [
      `NOT EXISTS (SELECT 1 FROM ${snake(target)} o WHERE o.tenant_id = x.tenant_id AND o.id = x.${snake(key)} AND o.${snake(retention.after)} IS NULL AND o.deleted_at IS NULL)`,
    ];
  });
  return [...('legalHold' in fields ? ['NOT x.legal_hold'] : []), ...open];
}

/** What keeps a row that belongs to the same parent as one under a legal hold: a held recording says nothing without its call's legs. */
const besideHeld = ({ fields }: AnyEntity): readonly string[] =>
  Object.entries(fields).flatMap(([key, { target, optional }]) =>
    target && !optional
      ? registry
          .dependentsOf(target)
          .filter(({ entity: held, field, rule }) => rule === 'cascade' && 'legalHold' in held.fields && !held.fields[field]?.optional)
          .map(
            ({ entity: held, field }) =>
              `NOT EXISTS (SELECT 1 FROM ${snake(held.name)} h WHERE h.tenant_id = x.tenant_id AND h.${snake(field)} = x.${snake(key)} AND h.legal_hold)`,
          )
      : [],
  );

async function take(tx: Transaction, tenantId: string, by: string, { action, entity, when, write }: Step): Promise<number> {
  const table = snake(entity.name);
  const { rows } = await tx.query<{ id: string }>(`SELECT x.id FROM ${table} x WHERE x.tenant_id = $1 AND ${when} ORDER BY x.id LIMIT ${atOnce} FOR UPDATE OF x SKIP LOCKED`, [
    tenantId,
  ]);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await tx.query(write(table), [ids]);
  await auditSystem(tx, tenantId, [{ action, subjectType: entity.name, after: { rows: ids.length } }], by);
  return rows.length;
}
