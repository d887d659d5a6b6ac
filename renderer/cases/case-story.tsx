import { Case } from '#domain/cases/case.ts';
import type { CaseView, TimelineEntry } from '#domain/cases/queries.ts';
import { Button, SegmentedControl } from '@mantine/core';
import { Fragment, useState } from 'react';
import { usePages } from '../bridge/use-pages.ts';
import { InlineField } from '../records/inline-field.tsx';
import { useKeptScroll } from '../records/kept-scroll.tsx';
import { ListFailure } from '../records/list-failure.tsx';
import { day } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import { CaseEvent } from './case-event.tsx';
import styles from './case-view.module.css';
import { NoteComposer } from './parts/note-composer.tsx';
import { newsSince, tell } from './story.ts';
import { useCaseEdit } from './use-case-edit.ts';

const shows = { all: undefined, notes: ['note'], changes: ['change', 'activity'] } as const;
type Shown = keyof typeof shows;

/** What happened on a case, the newest beside the composer. */
export function CaseStory({ row }: { readonly row: CaseView }) {
  const edit = useCaseEdit(row);
  const [shown, setShown] = useState<Shown>('all');
  const kinds = shows[shown];
  const { rows, isLoading, hasMore, failure, more } = usePages('cases.timeline', { id: row.id, ...(kinds ? { kinds: [...kinds] } : {}) }, 60);
  const all = usePages('cases.timeline', { id: row.id }, 60);
  const box = useKeptScroll(`cases/${row.id}/story`, hasMore && !isLoading ? more : undefined);
  const events = tell(rows as readonly TimelineEntry[]);
  return (
    <>
      <div className={styles['filterBar']}>
        <SegmentedControl
          aria-label={t('story.filter')}
          value={shown}
          onChange={(next) => setShown(next)}
          data={[
            { value: 'all', label: t('story.all') },
            { value: 'notes', label: t('story.notes') },
            { value: 'changes', label: t('story.changes') },
          ]}
        />
      </div>
      <ListFailure failure={failure} hasRows={rows.length > 0} />
      {/* Reversed, so that the newest is in sight without scrolling and stays there. Focusable, so that it scrolls by keyboard. */}
      <div ref={box} className={styles['story']} tabIndex={0} role="region" aria-label={t('story.title')}>
        <div className={styles['inner']}>
          {hasMore && (
            <div className={styles['older']}>
              <Button variant="subtle" onClick={more} loading={isLoading}>
                {t('story.older')}
              </Button>
            </div>
          )}
          {!hasMore && (row.description !== null || edit.reason === null) && (
            <div className={styles['description']}>
              <InlineField entity={Case} row={row} name="description" {...edit} />
            </div>
          )}
          {events.length === 0 && !isLoading && <p className={styles['empty']}>{t('story.empty')}</p>}
          {events.toReversed().map((event, place, inOrder) => (
            <Fragment key={event.id}>
              {day(event.at) !== day(inOrder[place - 1]?.at ?? '1970-01-01T00:00:00.000Z') && <div className={styles['day']}>{day(event.at)}</div>}
              <CaseEvent event={event} />
            </Fragment>
          ))}
        </div>
      </div>
      <NoteComposer
        subject={{ caseId: row.id }}
        subjectRow={row}
        hint={row.assignedTo === null ? t('case.takeHint') : null}
        draftKey={`note:cases:${row.id}`}
        entryIds={all.isLoading ? null : all.rows.map(({ id }) => id)}
        newsOf={(seen, me) =>
          tell(newsSince(all.rows as readonly TimelineEntry[], seen, !all.hasMore, me)).map((event) => ({ id: event.id, shown: <CaseEvent event={event} isNews /> }))
        }
      />
    </>
  );
}
