import type pg from 'pg';
import type * as z from 'zod';
import type { CommandService } from '../commands/service.ts';
import type { Origin } from '../commands/standing.ts';
import type { ApiCaller } from './caller.ts';
import type { Asked } from './read.ts';

/** One call of an operation, its credentials checked. */
export interface Call {
  readonly caller: ApiCaller;
  readonly origin: Origin;
  readonly params: Readonly<Record<string, string>>;
  readonly asked: Asked;
  readonly body: unknown;
  /** `Idempotency-Key`, `If-Match` and `If-None-Match` as they came. */
  readonly headers: { readonly key: string | undefined; readonly ifMatch: string | undefined; readonly ifNoneMatch: string | undefined };
}

/** What an operation answers; without a body it says nothing but its status. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What operations work with. */
export interface Services {
  readonly serve: pg.Pool;
  readonly commands: Pick<CommandService, 'run'>;
  readonly now: () => number;
}

/** A JSON schema, as far as it is built by hand. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter in the query string. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly style?: 'deepObject';
}

/** One method at one address: what is said of it in the description of the API, and what it does. */
export interface Operation {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  /** Under `/api/v1`, with its places in braces: `/cases/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly query?: readonly QueryParameter[];
  readonly body?: z.ZodType;
  /** The answer when all goes well; a name refers to a schema that the description holds. */
  readonly answer: { readonly status: number; readonly schema?: JsonSchema };
  /** Whether it writes: it takes `Idempotency-Key`, and `If-Match` where it names a row. */
  readonly writes?: boolean;
  readonly handle: (call: Call, services: Services) => Promise<Reply>;
}

/** What stands at a place of an address. */
export const placesOf = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
