import { isTextual } from './values.ts';
import type { Constant, Expression, Value, ValueType } from './types.ts';

/** Quotes an identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Quotes a text constant; connections have standard_conforming_strings on. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Prints a filter as SQL that means exactly what `compileTest` evaluates: text in code point order, Unicode case folding. */
export function toSql(expression: Expression, enumNames: ReadonlyMap<string, string> = new Map()): string {
  const print = (item: Expression): string => {
    switch (item.kind) {
      case 'literal':
        return item.value === null ? 'null::boolean' : String(item.value);
      case 'and':
      case 'or':
        return `(${item.items.map(print).join(` ${item.kind} `)})`;
      case 'not':
        return `(not ${print(item.item)})`;
      case 'isNull':
        return `(${value(item.value)} is ${item.negated ? 'not ' : ''}null)`;
      case 'true':
        return value(item.value);
      case 'compare':
        return `(${value(item.left)} ${item.op} ${value(item.right)}${collation(item.type, item.op)})`;
      case 'any':
        return `(${value(item.value)}${collation(item.type, item.op)} ${item.op} any (${value(item.array)}))`;
      case 'array':
        return `(${value(item.left)} ${item.op} ${value(item.right)})`;
      case 'like':
        return `(${value(item.value)} ${item.insensitive ? 'ilike' : 'like'} ${constant(item.pattern)}${item.insensitive ? ' collate "pg_c_utf8"' : ''})`;
    }
  };
  const value = (side: Value): string => ('constant' in side ? constant(side.constant) : `${quoteName(side.column.name)}${side.column.asText ? '::text' : ''}`);
  const constant = ({ text, type }: Constant) => `${text === null ? 'null' : quoteText(text)}::${typeSql(type, enumNames)}`;
  return print(expression);
}

const collation = (type: ValueType, op: string) => (isTextual(type) && op !== '=' && op !== '<>' ? ' collate "C"' : '');

/** Names a type in SQL; an enum by its qualified name. */
export const typeSql = (type: ValueType, enumNames: ReadonlyMap<string, string>): string =>
  `${type.isEnum ? (enumNames.get(type.name) ?? quoteName(type.name)) : type.name}${type.isArray ? '[]' : ''}`;
