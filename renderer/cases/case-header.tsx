import { Case } from '#domain/cases/case.ts';
import type { CaseView } from '#domain/cases/queries.ts';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useOpenDialog } from '../records/dialogs.tsx';
import { InlineField } from '../records/inline-field.tsx';
import { RecordHeading } from '../records/record-heading.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { useCaseActions } from './case-actions.ts';
import styles from './case-view.module.css';
import { CaseNumber, PriorityMark, StatusMark } from './parts/case-marks.tsx';
import { useCaseEdit } from './use-case-edit.ts';

/** What is always in sight of a case: number, title, state, and what may be done. */
export function CaseHeader({ row }: { readonly row: CaseView }) {
  const open = useOpenDialog();
  const actions = useCaseActions(row);
  const edit = useCaseEdit(row);
  useKeys(
    t('keys.case'),
    actions.flatMap(({ key, label, reason, dialog }) => (key && reason === null ? [{ key, label, run: () => open(dialog) }] : [])),
  );
  const main = actions.filter(({ isMain }) => isMain);
  const rest = actions.filter(({ isMain }) => !isMain);
  return (
    <header className={panes['head']} data-column>
      <div className={styles['meta']}>
        <CaseNumber row={row} />
        <span className={styles['dim']}>{row.kindName}</span>
        <span className={styles['push']}>
          <Stamp {...row} />
        </span>
      </div>
      <RecordHeading>
        <InlineField entity={Case} row={row} name="title" {...edit} hasLabel={false} />
      </RecordHeading>
      <div className={styles['meta']}>
        <StatusMark status={row.status} />
        <PriorityMark name={row.priorityName} colour={row.priorityColour} />
        <div className={styles['actions']}>
          {main.map(({ command, label, icon: Sign, reason, key, dialog }) => (
            <ActionButton
              key={`${command}${label}`}
              size="compact-sm"
              leftSection={<Sign size={14} />}
              reason={reason}
              {...(key ? { shortcut: key.toUpperCase() } : {})}
              onClick={() => open(dialog)}
            >
              {label}
            </ActionButton>
          ))}
          {rest.length > 0 && (
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label={t('case.moreActions')} variant="default" size={26}>
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {rest.map(({ command, label, icon: Sign, reason, isGrave, dialog }) => (
                  <Menu.Item
                    key={`${command}${label}`}
                    leftSection={<Sign size={14} />}
                    {...(isGrave ? { c: 'var(--hf-bad)' } : {})}
                    disabled={reason !== null}
                    title={reason ?? undefined}
                    onClick={() => open(dialog)}
                  >
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </div>
    </header>
  );
}
