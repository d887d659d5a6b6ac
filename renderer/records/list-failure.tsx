import { IconAlertTriangle } from '@tabler/icons-react';
import type { Failure } from '../bridge/live.ts';
import { Banner } from '../ui/banner.tsx';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t } from '../ui/text.ts';

/** A list that could not be read: what happened, and that what is shown is the last that was. */
export function ListFailure({ failure, hasRows }: { readonly failure: Failure | null; readonly hasRows: boolean }) {
  if (!failure) return null;
  const words = ofCode('code', failure.code, failure.message);
  if (hasRows)
    return (
      <Banner tone="warn" icon={IconAlertTriangle}>
        {words} {t('list.lastGood')}
      </Banner>
    );
  return (
    <StatePage icon={IconAlertTriangle} tone="bad" title={t('list.failed')}>
      {words} {t('list.failedBody')}
    </StatePage>
  );
}
