import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { ActionButton } from '../ui/action-button.tsx';
import { t } from '../ui/text.ts';
import { useOpenDialog } from './dialogs.tsx';
import type { RecordAction } from './record-action.ts';

/** So many actions have a button of their own. */
const shownAtMost = 4;

/** What may be done with a record: the likely as buttons, the grave and the impossible behind three dots, these with their reason. */
export function RecordActions({ actions, onDone }: { readonly actions: readonly RecordAction[]; readonly onDone?: () => void }) {
  const openDialog = useOpenDialog();
  const open = (dialog: RecordAction['dialog']) => openDialog(onDone ? { ...dialog, onDone } : dialog);
  const likely = actions.filter(({ isGrave, reason, isMain }) => isMain || (!isGrave && reason === null));
  const shown = actions.length <= shownAtMost ? actions : likely.toSorted((one, other) => Number(other.isMain ?? false) - Number(one.isMain ?? false)).slice(0, shownAtMost);
  const rest = actions.filter((action) => !shown.includes(action));
  return (
    <>
      {shown.map(({ command, label, icon: Sign, reason, dialog }) => (
        <ActionButton key={`${command} ${label}`} size="compact-sm" leftSection={<Sign size={14} />} reason={reason} onClick={() => open(dialog)}>
          {label}
        </ActionButton>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('record.more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ command, label, icon: Sign, reason, dialog, isGrave }) => (
              <Menu.Item
                key={`${command} ${label}`}
                leftSection={<Sign size={14} />}
                disabled={reason !== null}
                {...(isGrave ? { color: 'red' } : {})}
                {...(reason === null ? {} : { title: reason })}
                onClick={() => open(dialog)}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
