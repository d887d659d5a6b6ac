import type { Table } from './table.ts';
import { compileTest, type Test } from './where/evaluate.ts';
import { parseFilter } from './where/parse.ts';
import { toSql, typeSql } from './where/sql.ts';
import { type Term, termsOf } from './where/terms.ts';
import { FilterError } from './where/types.ts';

/** A filter ready for use: as SQL for snapshots, as a test for changes, as terms for the index. */
export interface Filter {
  readonly sql: string;
  readonly test: Test;
  readonly terms: readonly Term[] | null;
}

/** Runs a query with text parameters. */
export type Ask = (sql: string, values: readonly (string | null)[]) => Promise<readonly Record<string, unknown>[]>;

const everything: Filter = { sql: 'true', test: () => true, terms: null };

/** Parses a filter and lets Postgres check and normalise its constants. */
export async function prepareFilter(text: string | null, table: Table, params: ReadonlyMap<number, string>, ask: Ask): Promise<Filter> {
  if (text === null || text.trim() === '') return everything;
  const { expression, constants } = parseFilter(text, table.columns, params);
  const enumNames = new Map(table.columns.flatMap((column) => (column.enumSchema === null ? [] : [[column.type, `${column.enumSchema}."${column.type}"`] as const])));
  for (const constant of constants) {
    if (constant.text?.includes('\0') === true) throw new FilterError('a value must not contain a NUL character', constant.at);
  }
  const typed = constants.filter((constant) => constant.text !== null && (constant.type.name !== 'text' || constant.type.isArray));
  const normalise = async (some: typeof typed) => {
    const expressions = some.map((constant, index) => {
      const cast = `$${index + 1}::text::${typeSql(constant.type, enumNames)}`;
      return `${constant.type.isArray ? `to_json(${cast}::text[])::text` : `${cast}::text`} as c${index}`;
    });
    const [row = {}] = await ask(
      `select ${expressions.join(', ')}`,
      some.map((constant) => constant.text),
    );
    some.forEach((constant, index) => {
      constant.canonical = String(row[`c${index}`]);
      if (constant.type.isArray) constant.elements = flatten(JSON.parse(constant.canonical));
    });
  };
  if (typed.length > 0) {
    await normalise(typed).catch(async (error: unknown) => {
      for (const constant of typed) await normalise([constant]).catch((single: unknown) => Promise.reject(explain(single, constant.at)));
      throw error;
    });
  }
  return { sql: toSql(expression, enumNames), test: compileTest(expression), terms: termsOf(expression) };
}

/** Only what Postgres says about the value is the asker's mistake; a lost connection is not. */
function explain(error: unknown, at: number): unknown {
  const isData = error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22');
  return isData ? new FilterError(error.message, at) : error;
}

const flatten = (value: unknown): (string | null)[] => (Array.isArray(value) ? value.flatMap(flatten) : [value === null ? null : String(value)]);
