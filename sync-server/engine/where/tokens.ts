import { FilterError } from './types.ts';

/** A piece of a filter's text. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'param' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const pattern = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`"(?<quoted>(?:[^"]|"")+)"`,
    String.raw`'(?<string>(?:[^']|'')*)'`,
    String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`\$(?<param>\d+)`,
    String.raw`(?<sign>::|<=|>=|<>|!=|@>|<@|&&|~~\*|~~|[=<>(),\[\].+-])`,
  ].join('|'),
  'uy',
);

/** Cuts a filter into tokens. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new FilterError(`unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}`, at);
    const end = pattern.lastIndex;
    const kind = (['name', 'quoted', 'string', 'number', 'param', 'sign'] as const).find((name) => groups[name] !== undefined);
    if (kind !== undefined) tokens.push({ kind, text: clean(kind, groups[kind] ?? ''), at });
    at = end;
  }
  tokens.push({ kind: 'end', text: 'end', at: text.length });
  return tokens;
}

function clean(kind: Token['kind'], text: string): string {
  if (kind === 'name') return text.toLowerCase();
  if (kind === 'quoted') return text.replaceAll('""', '"');
  return kind === 'string' ? text.replaceAll("''", "'") : text;
}
