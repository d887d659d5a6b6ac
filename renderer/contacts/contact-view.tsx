import type { CommandArgs } from '#domain/bridge.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import type { ContactView } from '#domain/contacts/queries.ts';
import type { Patch } from '#domain/kernel/merge.ts';
import { ActionIcon } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import * as z from 'zod';
import { useBridge } from '../bridge/provider.tsx';
import { useHolds, useTrial } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { CaseNumber, StatusMark } from '../cases/parts/case-marks.tsx';
import { useOpenDialog } from '../records/dialogs.tsx';
import { InlineField } from '../records/inline-field.tsx';
import { useKeptScroll } from '../records/kept-scroll.tsx';
import { anyDialog } from '../records/record-action.ts';
import { RecordHeading } from '../records/record-heading.tsx';
import { notThere, RecordPane } from '../records/record-pane.tsx';
import { AttachedFiles } from '../storage/parts/attached-files.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Initials } from '../ui/avatar.tsx';
import panes from '../ui/panes.module.css';
import { PhoneValue } from '../ui/dialling.tsx';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { ContactNotes } from './contact-notes.tsx';
import styles from './contacts.module.css';
import { Interests } from './interests.tsx';
import { isCalled, PointSign } from './parts/point-sign.tsx';

/** The contact that the address names. */
export function ContactScreen() {
  const { id } = useParams({ from: '/contacts/$id' });
  const isId = z.uuid().safeParse(id).success;
  const asked = useQuery('contacts.get', isId ? { id } : null);
  const missing = { title: t('contact.missing'), body: t('contact.missingBody'), to: { path: '/contacts', label: t('contact.toList') } };
  return (
    <RecordPane asked={isId ? asked : notThere} missing={missing}>
      {(row) => <ContactFound key={id} row={row} />}
    </RecordPane>
  );
}

const fields = ['firstName', 'lastName', 'kind', 'jobTitle', 'preferredLanguage', 'preferredContactMethod', 'dateOfBirth', 'ownerId', 'tags', 'address'] as const;

function ContactFound({ row }: { readonly row: ContactView }) {
  const bridge = useBridge();
  const trial = useTrial();
  const holds = useHolds();
  const navigate = useNavigate();
  const box = useKeptScroll(`contacts/${row.id}/details`);
  const reason = trial('contacts.update', { id: row.id, patch: {}, base: {} }, [row])?.message ?? null;
  // The patch names fields of the contact only; the command parses it again.
  const save = (patch: Patch, base: Patch, id: string) => bridge.send('contacts.update', { id: row.id, patch, base } as CommandArgs<'contacts.update'>, id);
  return (
    <div className={panes['record']}>
      <article className={panes['main']} aria-label={row.fullName}>
        <header className={panes['head']}>
          <Initials name={row.fullName} size={40} />
          <div className={styles['headText']}>
            <RecordHeading>
              <bdi>{row.fullName}</bdi>
            </RecordHeading>
            <Stamp {...row} />
          </div>
          <ActionButton
            leftSection={<IconPlus size={14} />}
            reason={holds('cases.open')?.message ?? null}
            onClick={() => void navigate({ to: '/cases/new', search: { contact: row.id } })}
          >
            {t('contact.newCase')}
          </ActionButton>
        </header>
        <div className={styles['fields']}>
          {fields.map((name) => (
            <InlineField key={name} entity={Contact} row={row} name={name} save={save} reason={reason} />
          ))}
        </div>
        <ContactNotes row={row} />
      </article>
      <aside ref={box} className={panes['context']} aria-label={t('case.details')}>
        <Points row={row} reason={reason} />
        <Cases id={row.id} />
        <Interests row={row} />
        <AttachedFiles type="contacts" id={row.id} />
        <section className={panes['section']} aria-label={t('contact.more')}>
          <InlineField entity={Contact} row={row} name="customFields" save={save} reason={reason} />
        </section>
      </aside>
    </div>
  );
}

const { kind, value, label } = ContactPoint.fields;

function Points({ row, reason }: { readonly row: ContactView; readonly reason: string | null }) {
  const open = useOpenDialog();
  const add = () =>
    open(
      anyDialog({
        command: 'contacts.addPoint',
        about: row.id,
        button: t('point.add'),
        questions: [
          { name: 'kind', field: kind, isRequired: true },
          { name: 'value', field: value, isRequired: true },
          { name: 'label', field: label },
        ],
        initial: { kind: 'phone' },
        // The command parses what was typed.
        argsOf: (answers) => ({ contactId: row.id, point: answers }) as unknown as CommandArgs<'contacts.addPoint'>,
      }),
    );
  return (
    <section className={panes['section']} aria-label={ContactPoint.plural}>
      <div className={panes['sectionHead']}>
        <h2>{ContactPoint.plural}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={reason} onClick={add}>
          {t('point.add')}
        </ActionButton>
      </div>
      {row.points.length === 0 && <span className={styles['dim']}>{t('contact.noPoints')}</span>}
      <ul className={styles['plain']}>
        {row.points.map((point) => (
          <li key={point.id} className={styles['point']}>
            <PointSign kind={point.kind} />
            <span className={styles['pointValue']}>{isCalled(point.kind) ? <PhoneValue number={point.value} subject={`contacts/${row.id}`} /> : point.value}</span>
            <span className={styles['dim']}>{point.label ?? (point.isPrimary ? t('point.primary') : null)}</span>
            <Stamp {...point} isSmall />
            {reason === null && (
              <ActionIcon
                size={24}
                aria-label={t('point.remove', { value: point.value })}
                onClick={() =>
                  open(
                    anyDialog({
                      command: 'contacts.removePoint',
                      about: point.id,
                      isGrave: true,
                      intro: t('point.removeIntro', { value: point.value }),
                      questions: [],
                      argsOf: () => ({ id: point.id, contactId: row.id }),
                    }),
                  )
                }
              >
                <IconX size={13} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cases({ id }: { readonly id: string }) {
  const page = useQuery('cases.list', { contactId: id, limit: 100 }).data;
  return (
    <section className={panes['section']} aria-label={t('contact.cases')}>
      <h2>{t('contact.cases')}</h2>
      {page?.rows.length === 0 && <span className={styles['dim']}>{t('contact.noCases')}</span>}
      <ul className={styles['plain']}>
        {page?.rows.map((row) => (
          <li key={row.id}>
            <Link to="/cases/$id" params={{ id: row.id }} className={styles['caseLine']}>
              <StatusMark status={row.status} hasWords={false} />
              <span className={`${styles['cut']} ${styles['headText']}`}>{row.title}</span>
              <span className={styles['dim']}>
                <CaseNumber row={row} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
