import { Button } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useSteadyQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import styles from './calls.module.css';
import { useOnline } from './use-online.ts';

/** Everybody in a conference, each of whom can be dropped while the others go on. */
export function Conference({
  pbx,
  sipCallId,
  parties,
  onDropped,
}: {
  readonly pbx: string;
  readonly sipCallId: string;
  readonly parties: readonly { readonly number: string; readonly name: string }[];
  readonly onDropped: (number: string) => void;
}) {
  const call = useSteadyQuery('calls.onLine', { pbx, sipCallId, linkedId: null }).data ?? null;
  const { ask, refused } = useOnline();
  const drop = async (number: string) => {
    if (call && (await ask('calls.dropParty', { id: call.id, number }))) onDropped(number);
  };
  return (
    <ul className={styles['matches']} aria-label={t('conference.parties')}>
      {parties.map(({ number, name }) => (
        <li key={number} className={styles['row']}>
          <bdi className={styles['name']}>{name || number}</bdi>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconUserMinus size={13} aria-hidden />}
            aria-label={t('conference.dropOf', { who: name || number })}
            disabled={call === null}
            onClick={() => void drop(number)}
          >
            {t('conference.drop')}
          </Button>
        </li>
      ))}
      {refused !== null && (
        <li className={styles['warn']} role="alert">
          {refused}
        </li>
      )}
    </ul>
  );
}
