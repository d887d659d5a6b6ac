import { exactly, type Returns } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** Where a record stands between this desk and the server. */
export interface Recorded {
  /** When the server took the row's last change; null while it has not. */
  readonly acceptedAt: string | null;
  /** Commands of this desk on the row that the server has not settled. */
  readonly pending: number;
}

/** A part of a list; `next` is the key after which the rest begins, null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** The arguments of every paged query: `after` is the `next` of the page before; at most 500 rows. */
export const pageArgs = { after: z.string().max(2000).nullish(), limit: z.int().min(1).max(500).default(50) };

export const page = <Row>(): Returns<Page<Row>> => exactly<Page<Row>>();
