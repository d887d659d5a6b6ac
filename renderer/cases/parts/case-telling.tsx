import { Case } from '#domain/cases/case.ts';
import { Fragment } from 'react';
import { useQuery } from '../../bridge/use-query.ts';
import { day } from '../../ui/format.ts';

/** What tells two cases of one title apart: number, contact, status, and the day it was opened. */
export function CaseTelling({ id }: { readonly id: string }) {
  const row = useQuery('cases.get', { id }).data;
  if (!row) return null;
  const words = [row.caseNumber ?? row.provisionalNumber, row.contactName, Case.fields.status.choices?.[row.status], day(row.openedAt)].filter(Boolean);
  return words.map((word, place) => (
    <Fragment key={place}>
      {place > 0 && ' · '}
      <bdi>{word}</bdi>
    </Fragment>
  ));
}
