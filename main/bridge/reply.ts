/** What a query came to. Answers travel as JSON text: they are compared, shared and sent without being parsed on the way. */
export type Reply = { readonly ok: true; readonly text: string; readonly took: number } | { readonly ok: false; readonly code: string; readonly message: string };

/** Answers one query; it never throws. */
export type Run = (name: string, args: unknown) => Promise<Reply>;

/** The reply while no vault is open. */
export const shut = { ok: false, code: 'vault.locked', message: 'Unlock this desk first.' } as const satisfies Reply;

/** The reply of a replica that lost a page; it is being fetched again. */
export const damaged = {
  ok: false,
  code: 'replica.damaged',
  message: 'This desk’s copy of the data is damaged and is being fetched again; unsent work is kept.',
} as const satisfies Reply;
