import type { CommandArgs } from '#domain/bridge.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import type { CaseView } from '#domain/cases/queries.ts';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useTrial } from '../bridge/session.tsx';
import { useOpenDialog } from '../records/dialogs.tsx';
import { FieldValue } from '../records/field-value.tsx';
import { anyDialog } from '../records/record-action.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Initials } from '../ui/avatar.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import styles from './case-context.module.css';

type Participant = CaseView['participants'][number];
const { contactId, role } = CaseParticipant.fields;

/** Who takes part in a case, and in what role. */
export function CaseParticipants({ row }: { readonly row: CaseView }) {
  const open = useOpenDialog();
  const trial = useTrial();
  const reason = trial('participants.add', { caseId: row.id, contactId: row.id, role: 'client' }, [row])?.message ?? null;
  const add = () =>
    open(
      anyDialog({
        command: 'participants.add',
        about: row.id,
        button: t('participant.add'),
        questions: [
          { name: 'contactId', field: contactId, isRequired: true },
          { name: 'role', field: role, isRequired: true },
        ],
        initial: { role: 'thirdParty' },
        // The command parses what was picked.
        argsOf: (answers) => ({ caseId: row.id, ...answers }) as unknown as CommandArgs<'participants.add'>,
      }),
    );
  return (
    <section className={panes['section']} aria-label={CaseParticipant.plural}>
      <div className={panes['sectionHead']}>
        <h2>{CaseParticipant.plural}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={reason} onClick={add}>
          {t('participant.add')}
        </ActionButton>
      </div>
      {row.participants.length === 0 && <span className={styles['none']}>{t('participant.none')}</span>}
      <ul className={styles['people']}>
        {row.participants.map((each) => (
          <Person key={each.id} participant={each} row={row} canChange={reason === null} />
        ))}
      </ul>
    </section>
  );
}

function Person({ participant, row, canChange }: { readonly participant: Participant; readonly row: CaseView; readonly canChange: boolean }) {
  const bridge = useBridge();
  const open = useOpenDialog();
  const name = participant.contactName ?? t('value.unknown');
  const at = { id: participant.id, caseId: row.id };
  return (
    <li className={`${styles['person']} ${participant.isActive ? '' : styles['resting']}`}>
      <Initials name={name} size={22} />
      <Link to="/contacts/$id" params={{ id: participant.contactId }}>
        {name}
      </Link>
      <span className={styles['role']}>
        <FieldValue field={role} value={participant.role} />
        {!participant.isActive && ` · ${t('participant.resting')}`}
      </span>
      <span className={styles['push']}>
        <Stamp {...participant} isSmall />
        {canChange && (
          <Menu>
            <Menu.Target>
              <ActionIcon size={24} aria-label={t('participant.more', { name })}>
                <IconDots size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void bridge.send('participants.update', { ...at, isActive: !participant.isActive }, newId())}>
                {participant.isActive ? t('participant.rest') : t('participant.wake')}
              </Menu.Item>
              <Menu.Item
                c="var(--hf-bad)"
                onClick={() =>
                  open(
                    anyDialog({
                      command: 'participants.remove',
                      about: participant.id,
                      isGrave: true,
                      intro: t('participant.removeIntro', { name }),
                      button: t('participant.remove'),
                      questions: [],
                      argsOf: () => at,
                    }),
                  )
                }
              >
                {t('participant.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </li>
  );
}
