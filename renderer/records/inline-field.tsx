import type { Outcome } from '#domain/bridge.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { isSame, type Patch } from '#domain/kernel/merge.ts';
import { Button, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { newId } from '../bridge/command-id.ts';
import { Banner } from '../ui/banner.tsx';
import { t } from '../ui/text.ts';
import { faultOf } from './field-fault.ts';
import { FieldInput } from './field-input.tsx';
import { FieldValue } from './field-value.tsx';
import styles from './field.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly row: { readonly id: string };
  readonly name: string;
  /** Sends the edit: the new value, the value that was seen, and the command's id. */
  readonly save: (patch: Patch, base: Patch, id: string) => Promise<Outcome>;
  /** Why it cannot be edited; null when it can. */
  readonly reason: string | null;
  readonly hasLabel?: boolean;
  readonly children?: ReactNode;
}

interface Editing {
  readonly id: string;
  /** The value the person saw when they began, or has looked at since. */
  readonly base: unknown;
  readonly mine: unknown;
  readonly hasLooked: boolean;
  readonly error: string | null;
}

/** A field that is text until it is pressed, and then its input; a change by somebody else is shown before it can be written over. */
export function InlineField({ entity, row, name, save, reason, hasLabel = true, children }: Props) {
  const field = entity.fields[name];
  const [editing, setEditing] = useState<Editing | null>(null);
  const isSending = useRef(false);
  const shown = useRef<HTMLButtonElement>(null);
  if (!field) throw new Error(`${entity.name} has no ${name}`);
  const label = labelOf(name, field);
  const values: AnyRow = { ...row };
  const now = values[name] ?? null;
  const isPick = field.choices !== undefined || field.target !== undefined;
  const news = editing && !isSame(now, editing.base) && !isSame(now, editing.mine);

  const stop = () => {
    setEditing(null);
    requestAnimationFrame(() => shown.current?.focus());
  };
  const commit = async (edit: Editing, mine: unknown) => {
    if (isSending.current) return;
    if (isSame(mine, edit.base)) return stop();
    // Somebody wrote this field while it was being edited: the first press shows it, the second means it.
    if (!isSame(now, edit.base) && !isSame(now, mine) && !edit.hasLooked) return setEditing({ ...edit, mine, hasLooked: true });
    isSending.current = true;
    const outcome = await save({ [name]: mine }, { [name]: edit.hasLooked ? now : edit.base }, edit.id);
    isSending.current = false;
    if (outcome.ok) return stop();
    setEditing({ ...edit, id: newId(), mine, error: faultOf(field, mine, outcome) });
  };
  const press = (event: KeyboardEvent) => {
    if (!editing || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return stop();
    }
    if (event.key !== 'Enter' || isPick) return;
    if (field.multiline && !event.ctrlKey) return;
    event.preventDefault();
    void commit(editing, editing.mine);
  };

  if (!editing) {
    const value = children ?? <FieldValue field={field} value={now} />;
    return (
      <div className={styles['field']}>
        {hasLabel && <span className={styles['label']}>{label}</span>}
        {reason === null ? (
          <button ref={shown} type="button" className={styles['shown']} onClick={() => setEditing({ id: newId(), base: now, mine: now, hasLooked: false, error: null })}>
            <VisuallyHidden>{t('edit.open', { label })}: </VisuallyHidden>
            {value}
          </button>
        ) : (
          <Tooltip label={reason}>
            <span className={styles['shown']}>{value}</span>
          </Tooltip>
        )}
      </div>
    );
  }
  return (
    <div className={styles['field']}>
      {hasLabel && <span className={styles['label']}>{label}</span>}
      <div className={styles['editing']}>
        <FieldInput
          field={field}
          ariaLabel={label}
          value={editing.mine}
          hasFocus
          isOpen={isPick}
          error={editing.error}
          onKeyDown={press}
          onChange={(mine) => {
            setEditing({ ...editing, mine });
            if (isPick) void commit(editing, mine);
          }}
        />
        {news && (
          <Banner
            tone="warn"
            icon={IconEye}
            action={
              <Button variant="default" size="compact-xs" onClick={stop}>
                {t('edit.takeTheirs')}
              </Button>
            }
          >
            {t('edit.news')}{' '}
            <strong>
              <FieldValue field={field} value={now} />
            </strong>
            {editing.hasLooked && <Text size="xs">{t('edit.pressAgain')}</Text>}
          </Banner>
        )}
        <div className={styles['buttons']}>
          <Button onClick={() => void commit(editing, editing.mine)}>{t('edit.save')}</Button>
          <Button variant="subtle" color="gray" onClick={stop}>
            {t('edit.cancel')}
          </Button>
          <Text size="xs" c="dimmed">
            {field.multiline ? t('edit.keysLong') : t('edit.keys')}
          </Text>
        </div>
      </div>
    </div>
  );
}
