import type { CaseView } from '#domain/cases/queries.ts';
import { useParams } from '@tanstack/react-router';
import * as z from 'zod';
import { useQuery } from '../bridge/use-query.ts';
import { notThere, RecordPane } from '../records/record-pane.tsx';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { CaseContext } from './case-context.tsx';
import { CaseHeader } from './case-header.tsx';
import { CaseStory } from './case-story.tsx';

/** The case that the address names. */
export function CaseScreen() {
  const { id } = useParams({ from: '/cases/$id' });
  const isId = z.uuid().safeParse(id).success;
  const asked = useQuery('cases.get', isId ? { id } : null);
  const missing = { title: t('case.missing'), body: t('case.missingBody'), to: { path: '/cases', label: t('case.toList') } };
  return (
    <RecordPane asked={isId ? asked : notThere} missing={missing}>
      {(row) => <CaseFound key={id} row={row} />}
    </RecordPane>
  );
}

function CaseFound({ row }: { readonly row: CaseView }) {
  return (
    <div className={panes['record']}>
      <article className={panes['main']} aria-label={t('case.aria', { title: row.title })}>
        <CaseHeader row={row} />
        <CaseStory row={row} />
      </article>
      <CaseContext row={row} />
    </div>
  );
}
