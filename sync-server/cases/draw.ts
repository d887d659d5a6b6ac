import { formatNumber, periodOf } from '#domain/cases/rules.ts';
import type { Case } from '#domain/cases/case.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import type { Problem } from '#domain/sync/wire.ts';
import type { Draw } from '../commands/decide.ts';
import type { Transaction } from '../db/transaction.ts';

/** Keeps the number that the desk took from its own block; else gives the next one and says so where the person has seen another. */
export const drawCaseNumber: Draw = async ({ tx, command, caller: { tenantId, deviceId }, standing, args, rows, at, drawn }) => {
  if (command.draws !== 'caseNumber') return { drawn };
  const kind = rows.get(CaseKind, String((args as Pick<Case, 'kindId'>).kindId));
  const { caseNumber } = drawn;
  if (caseNumber && deviceId && (await isOwnAndFree(tx, tenantId, deviceId, kind, caseNumber))) return { drawn };
  const given = await nextFree(tx, tenantId, kind, periodOf(kind.numberPattern, at, standing.timeZone));
  const notice: Problem | null = caseNumber
    ? { code: 'number.reassigned', message: `The number ${caseNumber} was taken; the case has the number ${given}.`, field: 'caseNumber' }
    : null;
  return { drawn: { ...drawn, caseNumber: given }, ...(notice ? { notice } : {}) };
};

/** Moves a series on by `count` and answers the first of those numbers. */
export async function takeNumbers(tx: Transaction, tenantId: string, series: string, period: string, count: number): Promise<number> {
  const { rows } = await tx.query<{ last_seq: number }>({
    name: 'take-numbers',
    text: `INSERT INTO number_counters (tenant_id, series, period, last_seq) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, series, period) DO UPDATE SET last_seq = number_counters.last_seq + excluded.last_seq RETURNING last_seq`,
    values: [tenantId, series, period, count],
  });
  return (rows[0]?.last_seq ?? count) - count + 1;
}

const freeText = `
SELECT EXISTS (SELECT 1 FROM number_blocks WHERE tenant_id = $1 AND device_id = $2 AND series = $3 AND period = $4 AND from_seq <= $5 AND to_seq >= $5 AND deleted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM cases WHERE tenant_id = $1 AND case_number = $6 AND deleted_at IS NULL) AS free`;

async function isOwnAndFree(tx: Transaction, tenantId: string, deviceId: string, { numberPattern, numberPrefix }: CaseKind, caseNumber: string): Promise<boolean> {
  const parts = partsOf(numberPattern, numberPrefix, caseNumber);
  if (!parts || formatNumber(numberPattern, numberPrefix, parts.period, parts.seq) !== caseNumber) return false;
  const { rows } = await tx.query<{ free: boolean }>({ name: 'number-free', text: freeText, values: [tenantId, deviceId, numberPrefix, parts.period, parts.seq, caseNumber] });
  return rows[0]?.free === true;
}

/** Gives the next number that no case has; numbers of an earlier system may lie ahead. */
async function nextFree(tx: Transaction, tenantId: string, { numberPattern, numberPrefix }: CaseKind, period: string): Promise<string> {
  for (;;) {
    const given = formatNumber(numberPattern, numberPrefix, period, await takeNumbers(tx, tenantId, numberPrefix, period, 1));
    const { rowCount } = await tx.query({
      name: 'number-used',
      text: 'SELECT 1 FROM cases WHERE tenant_id = $1 AND case_number = $2 AND deleted_at IS NULL',
      values: [tenantId, given],
    });
    if (rowCount === 0) return given;
  }
}

/** The period and place that a printed number stands for. */
function partsOf(pattern: string, prefix: string, printed: string): { readonly period: string; readonly seq: number } | null {
  const escaped = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const form = escaped
    .replace('{prefix}', prefix)
    .replace('{yyyy}', '(?<period>\\d{4})')
    .replace(/\{seq:\d+\}/, '(?<seq>\\d{1,9})');
  const groups = new RegExp(`^${form}$`).exec(printed)?.groups;
  return groups?.['seq'] ? { period: groups['period'] ?? '', seq: Number(groups['seq']) } : null;
}
