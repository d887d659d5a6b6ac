import { Case } from '#domain/cases/case.ts';
import type { CaseView } from '#domain/cases/queries.ts';
import { Link } from '@tanstack/react-router';
import { useQuery } from '../bridge/use-query.ts';
import { ContactCard } from '../contacts/parts/contact-card.tsx';
import { InlineField } from '../records/inline-field.tsx';
import { useKeptScroll } from '../records/kept-scroll.tsx';
import { AttachedFiles } from '../storage/parts/attached-files.tsx';
import panes from '../ui/panes.module.css';
import { tn, t } from '../ui/text.ts';
import { CaseParticipants } from './case-participants.tsx';
import { CaseWork } from './case-work.tsx';
import styles from './case-context.module.css';
import { CaseNumber, PriorityMark, StatusMark } from './parts/case-marks.tsx';
import { useCaseEdit } from './use-case-edit.ts';

const fixed = ['teamId', 'assignedTo', 'openedAt', 'resolvedAt', 'closedAt', 'closeReasonId', 'resolution'] as const;
const byAction = { save: async () => ({ ok: false, code: 'state.forbidden', message: '' }) as const };

/** What a case worker looks up beside the story: the fields, the contact, who takes part, the contact's other cases. */
export function CaseContext({ row }: { readonly row: CaseView }) {
  const edit = useCaseEdit(row);
  const box = useKeptScroll(`cases/${row.id}/details`);
  const editable = (name: string) => <InlineField key={name} entity={Case} row={row} name={name} {...edit} />;
  return (
    <aside ref={box} className={panes['context']} aria-label={t('case.details')}>
      {row.primaryContactId && <ContactCard id={row.primaryContactId} />}
      <section className={panes['section']} aria-label={t('case.details')}>
        <h2>{t('case.details')}</h2>
        <div className={styles['fields']}>
          <InlineField entity={Case} row={row} name="priorityId" {...edit}>
            <PriorityMark name={row.priorityName} colour={row.priorityColour} />
          </InlineField>
          {editable('dueAt')}
          {editable('categoryId')}
          {editable('primaryContactId')}
          {fixed
            .filter((name) => name === 'assignedTo' || name === 'teamId' || name === 'openedAt' || row[name] !== null)
            .map((name) => (
              <InlineField key={name} entity={Case} row={row} name={name} {...byAction} reason={name === 'openedAt' ? t('edit.fixed') : t('edit.byAction')} />
            ))}
        </div>
        {editable('tags')}
        {editable('customFields')}
      </section>
      <CaseWork row={row} />
      <AttachedFiles type="cases" id={row.id} />
      <CaseParticipants row={row} />
      {row.primaryContactId && <OtherCases contactId={row.primaryContactId} caseId={row.id} />}
    </aside>
  );
}

function OtherCases({ contactId, caseId }: { readonly contactId: string; readonly caseId: string }) {
  const others = (useQuery('cases.list', { contactId, limit: 20 }).data?.rows ?? []).filter(({ id }) => id !== caseId);
  return (
    <section className={panes['section']} aria-label={t('case.others')}>
      <h2>{t('case.others')}</h2>
      {others.length === 0 ? (
        <span className={styles['none']}>{t('case.noOthers')}</span>
      ) : (
        <ul className={styles['others']} aria-label={tn('list.count', others.length)}>
          {others.map((other) => (
            <li key={other.id}>
              <Link to="/cases/$id" params={{ id: other.id }} className={styles['other']}>
                <StatusMark status={other.status} hasWords={false} />
                <span className={styles['otherTitle']}>{other.title}</span>
                <span className={styles['none']}>
                  <CaseNumber row={other} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
