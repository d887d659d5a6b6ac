import * as path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { Founding } from './people/found.ts';

const switched = z.union([z.boolean(), z.stringbool()]).default(false);

/** Everything a hub can be told, with its defaults. */
export const hubConfig = z.strictObject({
  /** The folder for the database, the shape log and the keys. */
  home: z
    .string()
    .min(1)
    .default('.holdfast')
    .transform((home) => path.resolve(home)),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8460),
  /** The embedded Postgres runs when there is none. */
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/ })
    .nullable()
    .default(null),
  /** The replication slot; slots of all databases of a Postgres share one list of names. */
  slot: z
    .string()
    .regex(/^[a-z0-9_]{1,63}$/)
    .nullable()
    .default(null),
  /** The embedded shape engine runs when there is none. */
  electricUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  electricSecret: z.string().nullable().default(null),
  /** Files of a certificate and its key (PEM); beyond loopback the hub makes its own when there are none. */
  cert: z.string().nullable().default(null),
  key: z.string().nullable().default(null),
  /** The file that tells of the PBX; without it that of `npm run pbx` beside the home folder. */
  pbx: z.string().min(1).nullable().default(null),
  /** The server that takes mail, `smtps://user:password@host` or `smtp://host:port`, where a password takes STARTTLS; without it mail waits. */
  smtpUrl: z
    .url({ protocol: /^smtps?$/ })
    .nullable()
    .default(null),
  /** The sender of mail. */
  mailFrom: z.email().default('holdfast@localhost.localdomain'),
  /** Where desks reach this hub, as letters tell it; where it is not told, the address that it listens on. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  demo: switched,
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  /** For one account from one address. */
  signInsPerMinute: z.coerce.number().int().min(1).default(20),
});
export type HubConfig = z.output<typeof hubConfig>;
export type HubOptions = z.input<typeof hubConfig>;

/** What the command line asks for. */
export type HubTask = { readonly config: HubConfig } & (
  | { readonly task: 'audit' | 'run' }
  | { readonly task: 'backup' | 'restore'; readonly file: string }
  | { readonly task: 'operator'; readonly email: string }
  | { readonly task: 'tenant'; readonly founding: Founding }
);

const flags = {
  home: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  pbx: { type: 'string' },
  demo: { type: 'boolean' },
  'log-level': { type: 'string' },
} as const;

/** Reads flags and environment once; a wrong one is an error of one line. */
export function readConfig(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): HubTask {
  const { values, positionals } = parseArgs({ args: [...args], options: flags, allowPositionals: true, allowNegative: true });
  const [task, file, ...more] = positionals;
  const told = {
    home: values.home ?? environment['HOLDFAST_HOME'],
    host: values.host,
    port: values.port ?? environment['HOLDFAST_PORT'],
    databaseUrl: environment['DATABASE_URL'] || undefined,
    electricUrl: environment['ELECTRIC_URL'] || undefined,
    electricSecret: environment['ELECTRIC_SECRET'] || undefined,
    cert: values.cert,
    key: values.key,
    pbx: values.pbx ?? environment['HOLDFAST_PBX'],
    smtpUrl: environment['SMTP_URL'] || undefined,
    mailFrom: environment['SMTP_FROM'] || undefined,
    publicUrl: environment['HOLDFAST_URL'] || undefined,
    demo: values.demo,
    logLevel: values['log-level'] ?? environment['HOLDFAST_LOG'],
  };
  const config = checked(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)));
  if (task === undefined) return { task: 'run', config };
  if (task === 'audit' && file === undefined) return { task, config };
  if ((task === 'backup' || task === 'restore') && file !== undefined && more.length === 0) return { task, file, config };
  if (task === 'operator' && file !== undefined && more.length === 0) return { task, email: file, config };
  const [name, email, fullName, ...rest] = more;
  if (task === 'tenant' && file && name && email && fullName && rest.length === 0) return { task, founding: { subdomain: file, name, email, fullName }, config };
  throw new Error('Say nothing, "backup FILE", "restore FILE", "audit", "tenant SUBDOMAIN NAME EMAIL FULL-NAME" or "operator EMAIL".');
}

/** The configuration with its defaults; the first fault is named. */
export function checked(options: HubOptions): HubConfig {
  const { data, error } = hubConfig.safeParse(options);
  const [issue] = error?.issues ?? [];
  if (data === undefined) throw new Error(`The setting ${names[String(issue?.path[0])] ?? `--${String(issue?.path[0])}`} is not valid: ${issue?.message}`);
  if ((data.cert === null) !== (data.key === null)) throw new Error('A certificate needs its key: give both --cert and --key.');
  return data;
}

const names: Readonly<Record<string, string>> = {
  databaseUrl: 'DATABASE_URL',
  electricUrl: 'ELECTRIC_URL',
  electricSecret: 'ELECTRIC_SECRET',
  logLevel: '--log-level',
  smtpUrl: 'SMTP_URL',
  mailFrom: 'SMTP_FROM',
  publicUrl: 'HOLDFAST_URL',
};
