import { Contact } from '#domain/contacts/contact.ts';
import type { ViewForm } from '../records/saved-views.tsx';
import * as z from 'zod';

/** Which contacts a list shows. */
export const contactFilter = z.object({
  kind: z.string().optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
});
export type ContactFilter = z.output<typeof contactFilter>;

/** The views of the list of contacts. */
export const contactView: ViewForm<ContactFilter> = {
  none: { kind: undefined, text: undefined },
  definitionOf: ({ kind, text }) => {
    const all = [...(kind ? [{ field: 'kind', op: 'eq' as const, value: kind }] : []), ...(text ? [{ field: Contact.title, op: 'contains' as const, value: text }] : [])];
    return { columns: [...Contact.columns], ...(all.length > 0 ? { filter: { all } } : {}), sort: [] };
  },
  filterOf: ({ filter }) => {
    const said = (field: string) => filter?.all?.find((each) => each.field === field)?.value;
    return contactFilter.parse({ kind: said('kind'), text: said(Contact.title) });
  },
};
