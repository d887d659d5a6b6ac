import type { CaseView } from '#domain/cases/queries.ts';
import { Button } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import * as z from 'zod';
import { useQuery } from '../bridge/use-query.ts';
import { ListFailure } from '../records/list-failure.tsx';
import { Waiting } from '../records/waiting.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { CaseContext } from './case-context.tsx';
import { CaseHeader } from './case-header.tsx';
import { CaseStory } from './case-story.tsx';

/** The case that the address names. */
export function CaseScreen() {
  const { id } = useParams({ from: '/cases/$id' });
  const isId = z.uuid().safeParse(id).success;
  return isId ? <CaseRecord key={id} id={id} /> : <CaseMissing />;
}

function CaseRecord({ id }: { readonly id: string }) {
  const { data, failure } = useQuery('cases.get', { id });
  // A local answer takes a few milliseconds: nothing is drawn rather than something that flickers.
  if (data === undefined && !failure)
    return (
      <div className={panes['main']}>
        <Waiting />
      </div>
    );
  if (data === undefined) return <ListFailure failure={failure} hasRows={false} />;
  return data === null ? <CaseMissing /> : <CaseFound row={data} />;
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

function CaseMissing() {
  const navigate = useNavigate();
  return (
    <div className={panes['main']}>
      <StatePage
        icon={IconEyeOff}
        title={t('case.missing')}
        action={
          <Button variant="default" onClick={() => void navigate({ to: '/cases' })}>
            {t('case.toList')}
          </Button>
        }
      >
        {t('case.missingBody')}
      </StatePage>
    </div>
  );
}
