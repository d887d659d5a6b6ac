import type { AnyEntity } from './entity.ts';
import type { Field } from './field.ts';

/** Hides from whatever is logged what the declarations call personal or secret. */
export interface Redactor {
  /** Whether the values of a key are personal or secret, in any spelling. */
  readonly isSensitive: (key: string) => boolean;
  /** The same details with what a log must not hold left out or shortened, at any depth. */
  readonly redact: (details: unknown) => unknown;
}

type Rule = 'email' | 'hidden' | 'ip' | 'phone' | 'text';

/** What no declaration names, yet must never be read in a log. */
const undeclared = 'authorization cookie password passwordHash recoverySecret sealed secret token tokenHash args body detail parameters params url where'.split(' ');
const hidden = '[hidden]';
const deepest = 6;

const plain = (key: string) => key.replace(/[_-]/g, '').toLowerCase();
const ruleOf = ({ form, sensitivity }: Field): Rule | undefined => {
  if (sensitivity === 'secret') return 'hidden';
  if (sensitivity !== 'personal') return undefined;
  return form === 'email' || form === 'ip' || form === 'phone' ? form : 'text';
};

/** A redactor by the keys that these entities declare; where they differ about a key, it shows least. */
export function createRedactor(entities: readonly AnyEntity[]): Redactor {
  const rules = new Map<string, Rule>([...undeclared.map((key): [string, Rule] => [plain(key), 'hidden']), ['ip', 'ip'], ['remoteaddress', 'ip']]);
  for (const [key, field] of entities.flatMap(({ fields }) => Object.entries(fields))) {
    const rule = ruleOf(field);
    const known = rules.get(plain(key));
    if (rule) rules.set(plain(key), known === undefined || known === rule ? rule : [known, rule].includes('hidden') ? 'hidden' : 'text');
  }
  const redact = (details: unknown, depth = 0): unknown => {
    if (details instanceof Error) return redactError(details, depth);
    if (typeof details === 'bigint') return String(details);
    if (typeof details !== 'object' || details === null) return details;
    if (depth >= deepest) return hidden;
    if (Array.isArray(details)) return details.map((item) => redact(item, depth + 1));
    return Object.fromEntries(
      Object.entries(details).map(([key, value]) => {
        const rule = rules.get(plain(key));
        return [key, rule ? masked(rule, value) : redact(value, depth + 1)];
      }),
    );
  };
  return { isSensitive: (key) => rules.has(plain(key)), redact: (details) => redact(details) };
}

/** What a log may show of a value: of an address its domain, of a number its end, of text its length. */
function masked(rule: Rule, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (rule === 'hidden') return hidden;
  if (Array.isArray(value)) return value.map((item) => masked(rule, item));
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const shown =
    rule === 'email' ? /@[^@\s]+$/.exec(text)?.[0] : rule === 'phone' ? /^\+?\d{4,}(?<end>\d{4})$/.exec(text)?.groups?.['end'] : rule === 'ip' ? network(text) : undefined;
  return shown === undefined ? `‹personal:${text.length}›` : rule === 'phone' ? `…${shown}` : shown;
}

/** The network of an address: its last octet, or its last 80 bits, are zero. */
function network(address: string): string | undefined {
  const four = /^(?:::ffff:)?(?<net>\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.groups?.['net'];
  if (four !== undefined) return `${four}.0`;
  if (!/^[0-9a-f:]*:[0-9a-f:]*$/i.test(address)) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const first = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')].slice(0, 3);
  return `${first.map((group) => group || '0').join(':')}::`;
}

/** Messages of Postgres and of parsers quote what they were given: the quotation is left out. */
const unquoted = (message: string) => message.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”|‘[^’]*’|`[^`]*`|\([^)]*\)=\([^)]*\)/g, '…').slice(0, 500);
const framesOf = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n');

function redactError(error: Error, depth: number): object {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error && depth < deepest ? { cause: redactError(error.cause, depth + 1) } : {};
  return { type: error.name, message: unquoted(error.message), ...code, ...cause, stack: framesOf(error) };
}

/** A fault in one text for a person's console or a crash report: its kind, message, place and causes, without what they quote. */
export function faultText(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const own = [`${cause.name}: ${unquoted(cause.message)}`, framesOf(cause)].filter(Boolean).join('\n');
  return cause.cause instanceof Error ? `${own}\ncaused by ${faultText(cause.cause)}` : own;
}
