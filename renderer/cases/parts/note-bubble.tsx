import type { CommandArgs } from '#domain/bridge.ts';
import { Note } from '#domain/cases/note.ts';
import type { Patch } from '#domain/kernel/merge.ts';
import type { Recorded } from '#domain/records/page.ts';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconLock, IconPencil, IconPin, IconTrash } from '@tabler/icons-react';
import { newId } from '../../bridge/command-id.ts';
import { useBridge } from '../../bridge/provider.tsx';
import { useSession } from '../../bridge/session.tsx';
import { useOpenDialog } from '../../records/dialogs.tsx';
import { anyDialog } from '../../records/record-action.ts';
import { Initials } from '../../ui/avatar.tsx';
import { inFull, moment } from '../../ui/format.ts';
import { Stamp } from '../../ui/stamp.tsx';
import { t } from '../../ui/text.ts';
import styles from '../case-view.module.css';

type ShownNote = Pick<Note, 'body' | 'createdBy' | 'id' | 'isInternal' | 'isPinned'> & Recorded;

/** A note as its writer left it; its writer may change it. */
export function NoteBubble({ note, by, at, isNews = false }: { readonly note: ShownNote; readonly by: string | null; readonly at: string; readonly isNews?: boolean }) {
  const name = by ?? t('story.system');
  return (
    <div className={styles['note']}>
      <Initials name={name} size={26} />
      <div className={styles['bubble']} data-internal={note.isInternal || undefined} data-news={isNews || undefined}>
        <div className={styles['noteHead']}>
          <strong>{name}</strong>
          <time dateTime={at} title={inFull(at)}>
            {moment(at)}
          </time>
          {note.isInternal && (
            <span className={styles['chip']}>
              <IconLock size={12} aria-hidden /> {t('note.internal')}
            </span>
          )}
          {note.isPinned && (
            <span className={styles['chip']}>
              <IconPin size={12} aria-hidden /> {t('note.pinned')}
            </span>
          )}
          <span className={styles['push']}>
            <Stamp {...note} isSmall />
          </span>
          {!isNews && <NoteMenu note={note} />}
        </div>
        <div className={styles['body']} dir="auto">
          {note.body}
        </div>
      </div>
    </div>
  );
}

function NoteMenu({ note }: { readonly note: ShownNote }) {
  const bridge = useBridge();
  const open = useOpenDialog();
  const { userId } = useSession();
  if (note.createdBy !== userId) return null;
  const edit = (patch: Patch, base: Patch) => ({ id: note.id, patch, base }) as CommandArgs<'notes.edit'>;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('note.more')}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={14} />}
          onClick={() =>
            open(
              anyDialog({
                command: 'notes.edit',
                about: note.id,
                button: t('edit.save'),
                questions: [
                  { name: 'body', field: Note.fields.body, isRequired: true },
                  { name: 'isInternal', field: Note.fields.isInternal },
                ],
                initial: { body: note.body, isInternal: note.isInternal },
                argsOf: ({ body, isInternal }) => edit({ body, isInternal }, { body: note.body, isInternal: note.isInternal }),
              }),
            )
          }
        >
          {t('note.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPin size={14} />} onClick={() => void bridge.send('notes.edit', edit({ isPinned: !note.isPinned }, { isPinned: note.isPinned }), newId())}>
          {note.isPinned ? t('note.unpin') : t('note.pin')}
        </Menu.Item>
        <Menu.Item
          c="var(--hf-bad)"
          leftSection={<IconTrash size={14} />}
          onClick={() =>
            open(
              anyDialog({
                command: 'notes.remove',
                about: note.id,
                isGrave: true,
                intro: t('note.removeIntro'),
                button: t('note.remove'),
                questions: [],
                argsOf: () => ({ id: note.id }),
              }),
            )
          }
        >
          {t('note.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
