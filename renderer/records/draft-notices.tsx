import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHistory } from '@tabler/icons-react';
import type { DraftOf } from '../bridge/use-draft.ts';
import type { Refused } from '../bridge/use-command.ts';
import { Banner } from '../ui/banner.tsx';
import { moment } from '../ui/format.ts';
import { ofCode, t } from '../ui/text.ts';

interface Props {
  readonly draft: Pick<DraftOf<unknown>, 'clear' | 'failure' | 'restoredAt'>;
  /** Why what was sent was not taken; null where it is said elsewhere. */
  readonly refused: Refused | null;
}

/** What a person must know of a text that was begun: that it is back, that it cannot be kept, why it was not taken. */
export function DraftNotices({ draft: { clear, failure, restoredAt }, refused }: Props) {
  return (
    <>
      {refused && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {ofCode('code', refused.code, refused.message)} {t('dialog.kept')}
        </Banner>
      )}
      {failure && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {t('draft.notKept', { why: failure })}
        </Banner>
      )}
      {restoredAt && (
        <Banner
          tone="info"
          icon={IconHistory}
          action={
            <Button variant="default" size="compact-xs" onClick={clear}>
              {t('draft.discard')}
            </Button>
          }
        >
          {t('draft.restored', { at: moment(restoredAt) })}
        </Banner>
      )}
    </>
  );
}
