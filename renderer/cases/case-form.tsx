import type { CommandArgs } from '#domain/bridge.ts';
import { Case } from '#domain/cases/case.ts';
import { openCase } from '#domain/cases/commands.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHistory, IconLock } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import * as z from 'zod';
import { newId } from '../bridge/command-id.ts';
import { useHolds, useSession } from '../bridge/session.tsx';
import { useSubmission } from '../bridge/use-command.ts';
import { useDraft } from '../bridge/use-draft.ts';
import { useQuery } from '../bridge/use-query.ts';
import { ContactCard } from '../contacts/parts/contact-card.tsx';
import { FieldInput } from '../records/field-input.tsx';
import { Banner } from '../ui/banner.tsx';
import forms from '../ui/form.module.css';
import { moment } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t } from '../ui/text.ts';

const { title, description, kindId, priorityId, categoryId, primaryContactId, teamId, assignedTo, dueAt, tags } = Case.fields;
const fields = { title, contactId: { ...primaryContactId, label: t('column.contact') }, kindId, categoryId, priorityId, description, teamId, assignedTo, dueAt, tags } as const;
type Name = keyof typeof fields;
const required: readonly Name[] = ['title', 'kindId', 'categoryId', 'priorityId'];
const side: readonly Name[] = ['teamId', 'assignedTo', 'dueAt', 'tags'];
const answersSchema = z.record(z.string(), z.unknown());

/** Opens a new case; what is begun is kept until it is sent or thrown away. */
export function CaseForm() {
  const holds = useHolds();
  const bar = holds('cases.open');
  const { contact } = useSearch({ from: '/cases' });
  if (bar)
    return (
      <div className={panes['main']}>
        <StatePage icon={IconLock} title={t('form.notAllowed')}>
          {bar.message}
        </StatePage>
      </div>
    );
  return <OpenCaseForm key={contact ?? 'new'} contactId={contact ?? null} />;
}

function OpenCaseForm({ contactId }: { readonly contactId: string | null }) {
  const navigate = useNavigate();
  const { grants } = useSession();
  const draft = useDraft(contactId ? `new:cases:${contactId}` : 'new:cases', answersSchema, {});
  const { submit, isBusy, refused } = useSubmission('cases.open');
  const [missing, setMissing] = useState<readonly Name[]>([]);
  const kinds = useQuery('records.list', { entity: 'caseKinds', limit: 100 }).data?.rows.filter((row) => row['isActive'] === true) ?? [];
  const priorities = useQuery('records.list', { entity: 'priorities', limit: 100 }).data?.rows ?? [];

  // A kind brings its own priority; where there is only one kind, nobody has to choose it.
  const kind = kinds.find(({ id }) => id === draft.value['kindId']) ?? (kinds.length === 1 ? kinds[0] : undefined);
  const middle = priorities.toSorted((one, other) => Number(one['level']) - Number(other['level']))[Math.floor((priorities.length - 1) / 2)];
  const answers: Readonly<Record<string, unknown>> = {
    ...(contactId ? { contactId } : {}),
    kindId: kind?.id ?? null,
    priorityId: kind?.['defaultPriorityId'] ?? middle?.id ?? null,
    ...draft.value,
  };

  const { commandId } = draft.value;
  const send = async () => {
    const empty = required.filter((name) => String(answers[name] ?? '').trim() === '');
    setMissing(empty);
    if (empty.length > 0) return;
    const given = Object.entries(answers).filter(([name, value]) => name in fields && value !== null && value !== undefined && value !== '');
    // The command parses what was picked and typed.
    const outcome = await submit(Object.fromEntries(given) as CommandArgs<'cases.open'>, typeof commandId === 'string' ? commandId : undefined);
    if (!outcome?.ok) return;
    draft.clear();
    void (outcome.rowId ? navigate({ to: '/cases/$id', params: { id: outcome.rowId } }) : navigate({ to: '/cases' }));
  };
  useKeys(t('keys.form'), [{ key: 'Ctrl+Enter', label: openCase.title, run: () => void send() }]);
  const press = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const errorOf = (name: Name) => (missing.includes(name) ? t('dialog.required', { label: labelOf(name, fields[name]) }) : refused?.field === name ? refused.message : null);
  const input = (name: Name) => (
    <FieldInput
      key={name}
      field={fields[name]}
      label={labelOf(name, fields[name])}
      {...(name === 'assignedTo' ? { description: grants['cases.assign'] === 'own' ? t('form.isMine') : t('form.isTeams') } : {})}
      isRequired={required.includes(name)}
      hasFocus={name === 'title'}
      value={answers[name] ?? null}
      onChange={(value) => draft.set({ commandId: newId(), ...draft.value, [name]: value })}
      error={errorOf(name)}
    />
  );
  const chosen = typeof answers['contactId'] === 'string' ? answers['contactId'] : null;
  return (
    <form className={panes['record']} onSubmit={press} noValidate aria-label={openCase.title}>
      <div className={panes['main']}>
        <header className={forms['header']}>
          <h1>{openCase.title}</h1>
        </header>
        <div className={panes['scroll']} tabIndex={-1}>
          <div className={forms['body']}>
            {draft.restoredAt && (
              <Banner
                tone="info"
                icon={IconHistory}
                action={
                  <Button variant="default" size="compact-xs" onClick={draft.clear}>
                    {t('draft.startOver')}
                  </Button>
                }
              >
                {t('draft.restored', { at: moment(draft.restoredAt) })}
              </Banner>
            )}
            {refused && (
              <Banner tone="bad" icon={IconAlertTriangle}>
                {ofCode('code', refused.code, refused.message)} {t('dialog.kept')}
              </Banner>
            )}
            {input('title')}
            {input('contactId')}
            <div className={forms['row']}>
              {input('kindId')}
              {input('categoryId')}
              {input('priorityId')}
            </div>
            {input('description')}
          </div>
        </div>
        <footer className={forms['foot']}>
          <span className={forms['hint']}>{t('form.draftKept')}</span>
          <Button variant="subtle" color="gray" onClick={() => void navigate({ to: '/cases' })}>
            {t('form.later')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {openCase.title}
          </Button>
        </footer>
      </div>
      <aside className={panes['context']} aria-label={t('case.details')}>
        {chosen && <ContactCard id={chosen} />}
        <section className={panes['section']} aria-label={t('form.more')}>
          <h2>{t('form.more')}</h2>
          {side.map(input)}
        </section>
      </aside>
    </form>
  );
}
