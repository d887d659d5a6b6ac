import { IconPlugConnectedX, IconShieldLock } from '@tabler/icons-react';
import { useConnection } from '../bridge/use-connection.ts';
import { Banner } from '../ui/banner.tsx';
import { clock } from '../ui/format.ts';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';

/** Says that the desk process is gone, what is kept, and that the window tries again. */
export function GoneBanner() {
  const state = useConnection();
  if (state.kind !== 'gone') return null;
  return (
    <Banner tone="bad" icon={IconPlugConnectedX}>
      <strong>{t('gone.title', { at: clock(state.since) })}</strong> {state.waiting > 0 ? tn('gone.waiting', state.waiting) : t('gone.body')}
    </Banner>
  );
}

/** Shown before the desk has said anything at all. */
export function Opening() {
  const state = useConnection();
  if (state.kind === 'refused')
    return (
      <StatePage isPage icon={IconShieldLock} tone="warn" title={t('gone.refused')}>
        {t('gone.refusedBody')}
      </StatePage>
    );
  if (state.kind !== 'gone') return null;
  return (
    <StatePage isPage icon={IconPlugConnectedX} tone="bad" title={t('gone.title', { at: clock(state.since) })}>
      {t('gone.openingBody')}
    </StatePage>
  );
}
