import { inSentence } from '#domain/kernel/words.ts';
import { CaseHistory } from '#domain/cases/case-history.ts';
import { Case } from '#domain/cases/case.ts';
import { entityOf } from '#domain/registry.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { FieldValue } from '../records/field-value.tsx';
import { inFull, moment } from '../ui/format.ts';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import styles from './case-view.module.css';
import { NoteBubble } from './parts/note-bubble.tsx';
import type { Event } from './story.ts';

type Changes = Extract<Event, { readonly kind: 'changes' }>;

/** One event of a story. */
export function CaseEvent({ event, isNews = false }: { readonly event: Event; readonly isNews?: boolean }) {
  if (event.kind === 'note') return <NoteBubble note={event.note} by={event.by} at={event.at} isNews={isNews} />;
  const who = <strong>{event.by ?? t('story.system')}</strong>;
  const when = (
    <time dateTime={event.at} title={inFull(event.at)} className={styles['dim']}>
      {moment(event.at)}
    </time>
  );
  if (event.kind === 'changes')
    return (
      <div className={styles['change']}>
        <IconPencil size={13} aria-hidden />
        <span className={styles['changeWords']}>
          {who} <ChangeWords changes={event.changes} /> · {when} <Stamp acceptedAt={event.changes[0]?.acceptedAt ?? null} pending={event.changes[0]?.pending ?? 0} isSmall />
        </span>
      </div>
    );
  const { subjectType, type } = event.activity;
  const name = entityNames.find((each) => each === subjectType);
  const what = name ? inSentence(entityOf[name].singular) : subjectType;
  return (
    <div className={styles['change']}>
      <IconPlus size={13} aria-hidden />
      <span className={styles['changeWords']}>
        {who}{' '}
        {type === 'created' && name === Case.name
          ? t('story.opened')
          : type === 'created'
            ? t('story.created', { what })
            : type === 'deleted'
              ? t('story.deleted', { what })
              : t('story.updated', { what })}{' '}
        · {when}
      </span>
    </div>
  );
}

function ChangeWords({ changes }: Pick<Changes, 'changes'>) {
  const reason = changes.find(({ changeReason }) => changeReason)?.changeReason;
  return (
    <>
      {changes.map((change, place) => {
        const { id, fieldName, oldValue, newValue } = change;
        const isLong = entityOf.cases.fields[fieldName]?.multiline ?? false;
        return (
          <span key={id}>
            {place > 0 && ', '}
            <FieldValue field={CaseHistory.fields.fieldName} value={fieldName} />{' '}
            {isLong ? (
              t(oldValue === null ? 'story.written' : newValue === null ? 'story.emptied' : 'story.rewritten')
            ) : (
              <>
                <span className={styles['old']}>
                  <FieldValue field={CaseHistory.fields.oldValue} value={oldValue} row={{ ...change }} />
                </span>{' '}
                → <FieldValue field={CaseHistory.fields.newValue} value={newValue} row={{ ...change }} />
              </>
            )}
          </span>
        );
      })}
      {reason && <> — “{reason}”</>}
    </>
  );
}
