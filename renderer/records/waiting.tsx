import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../bridge/use-connection.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';

/** What is shown while an answer is awaited: nothing for the milliseconds a desk takes, and the truth when it is away. */
export function Waiting() {
  const { kind } = useConnection();
  if (kind !== 'gone') return <div className={panes['scroll']} />;
  return (
    <StatePage icon={IconPlugConnectedX} title={t('waiting.title')}>
      {t('waiting.body')}
    </StatePage>
  );
}
