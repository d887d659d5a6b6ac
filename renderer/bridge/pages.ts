import type { Live, Failure } from './live.ts';
import type { Answer, QueryArgs, QueryName } from '#domain/bridge.ts';
import type { Page } from '#domain/records/page.ts';

/** The queries that answer in pages. */
export type PagedQuery = { [Name in QueryName]: Answer<Name> extends Page<unknown> ? Name : never }[QueryName];
export type RowOfPage<Name extends PagedQuery> = Answer<Name>['rows'][number];

/** A list as far as it has been read. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly failure: Failure | null;
}

interface Held<Row> {
  after: string | null;
  rows: readonly Row[];
  next: string | null;
  isAnswered: boolean;
  stop: () => void;
}

/** Follows the pages of a list live: each page is a watch, and a page whose beginning moved is asked again under its old rows. */
export function createPages<Name extends PagedQuery>(live: Live, name: Name, args: QueryArgs<Name>, limit: number) {
  type Row = RowOfPage<Name> & { readonly id: string };
  const held: Held<Row>[] = [];
  const listeners = new Set<() => void>();
  let failure: Failure | null = null;
  let shown: Pages<Row> = { rows: [], isLoading: true, hasMore: false, failure: null };

  function watch(place: number, after: string | null): void {
    const before = held[place];
    before?.stop();
    // `args` is the paged query's own; after and limit are what every paged query takes.
    const asked = { ...args, after, limit } as QueryArgs<Name>;
    const page: Held<Row> = { after, rows: before?.rows ?? [], next: before?.next ?? null, isAnswered: false, stop: () => {} };
    held[place] = page;
    const take = () => {
      const { data, failure: failed } = live.read(name, asked);
      failure = failed;
      if (data) {
        // Every paged query answers a page of its own rows.
        const answer = data as Page<Row>;
        Object.assign(page, { rows: answer.rows, next: answer.next, isAnswered: true });
        follow(place);
      }
      tell();
    };
    page.stop = live.subscribe(name, asked, take);
    take();
  }

  function follow(place: number): void {
    const next = held[place]?.next ?? null;
    const following = held[place + 1];
    if (!following || following.after === next) return;
    if (next !== null) return watch(place + 1, next);
    for (const page of held.splice(place + 1)) page.stop();
  }

  function tell(): void {
    const seen = new Set<string>();
    const rows = held.flatMap((page) => page.rows).filter(({ id }) => !seen.has(id) && seen.add(id));
    const last = held.at(-1);
    shown = { rows, isLoading: held.some(({ isAnswered }) => !isAnswered), hasMore: last?.next !== null && last !== undefined, failure };
    for (const listener of listeners) listener();
  }

  return {
    read: () => shown,
    subscribe: (listener: () => void) => {
      if (held.length === 0) watch(0, null);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        for (const page of held.splice(0)) page.stop();
      };
    },
    /** Reads on; nothing happens while the last page is still awaited or is the end. */
    more: () => {
      const last = held.at(-1);
      if (last?.isAnswered && last.next !== null) watch(held.length, last.next);
    },
  };
}
