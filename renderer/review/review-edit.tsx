import type { ReviewItem } from '#domain/desk/queries.ts';
import { labelOf, longText } from '#domain/kernel/field.ts';
import { entriesOf, fieldOfArg, withEntries } from '#domain/meant.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDraft } from '../bridge/use-draft.ts';
import { faultOf, isAtFault } from '../records/field-fault.ts';
import { FieldInput } from '../records/field-input.tsx';
import { t } from '../ui/text.ts';
import styles from './review.module.css';
import * as z from 'zod';

const answers = z.record(z.string(), z.unknown());
const plain = longText();

/** Changes what a command in the tray was to write, and sends it again. */
export function ReviewEdit({ item, onSend, onCancel }: { readonly item: ReviewItem; readonly onSend: (args: unknown) => Promise<boolean>; readonly onCancel: () => void }) {
  const draft = useDraft(`review:${item.id}`, answers, {});
  const [isBusy, setBusy] = useState(false);
  const entries = entriesOf(item.args).filter(([name, value]) => fieldOfArg(item.entity, name) !== undefined || typeof value === 'string');
  const send = async () => {
    setBusy(true);
    const isTaken = await onSend(withEntries(item.args, draft.value));
    setBusy(false);
    // What was not taken is still to be mended.
    if (isTaken) draft.clear();
  };
  return (
    <div className={styles['edit']}>
      {entries.map(([name, value], place) => {
        const field = fieldOfArg(item.entity, name) ?? plain;
        return (
          <FieldInput
            key={name}
            field={field}
            label={labelOf(name, field)}
            hasFocus={place === 0}
            value={name in draft.value ? draft.value[name] : value}
            error={isAtFault(name, item.field ?? undefined) && !(name in draft.value) ? faultOf(field, value, item) : null}
            onChange={(next) => draft.set({ ...draft.value, [name]: next })}
          />
        );
      })}
      <div className={styles['buttons']}>
        <Button loading={isBusy} onClick={() => void send()}>
          {t('review.sendEdited')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('dialog.cancel')}
        </Button>
      </div>
    </div>
  );
}
