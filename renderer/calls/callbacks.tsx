import type { OpenCallback } from '#domain/calls/queries.ts';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '../bridge/use-query.ts';
import { useSeconds } from '../softphone/parts/use-seconds.ts';
import { PhoneValue } from '../ui/dialling.tsx';
import { moment } from '../ui/format.ts';
import { t, tn } from '../ui/text.ts';
import styles from './board.module.css';
import { useOnline } from './use-online.ts';

/** Who was promised a call: dialled at a press, and what came of it said at another. */
export function Callbacks() {
  const callbacks = useQuery('callbacks.open', {}).data ?? [];
  return (
    <section className={styles['drill']} aria-label={t('callback.title')}>
      <h2>{t('callback.title')}</h2>
      {callbacks.length === 0 && <p className={styles['age']}>{t('callback.none')}</p>}
      <ul className={styles['calls']}>
        {callbacks.map((callback) => (
          <Promised key={callback.id} callback={callback} />
        ))}
      </ul>
    </section>
  );
}

function Promised({ callback: { id, phone, dueAt, attempts, reason, contactId, contactName, caseId, caseNumber } }: { readonly callback: OpenCallback }) {
  const { ask, refused } = useOnline();
  const now = useSeconds();
  const isLate = Date.parse(dueAt) < now;
  const subject = caseId ? `cases/${caseId}` : contactId ? `contacts/${contactId}` : undefined;
  const say = (name: 'callbacks.attempt' | 'callbacks.cancel' | 'callbacks.complete') => () => void ask(name, { id });
  return (
    <li className={styles['missed']}>
      <Link to="/records/$entity/$id" params={{ entity: 'callbacks', id }}>
        <bdi>{contactName ?? caseNumber ?? phone}</bdi>
      </Link>
      <PhoneValue number={phone} {...(subject ? { subject } : {})} />
      <span className={styles['age']} data-stale={isLate || undefined}>
        {t(isLate ? 'callback.late' : 'callback.due', { at: moment(dueAt) })} {attempts > 0 && tn('callback.tries', attempts)} {reason}
      </span>
      <Button size="compact-xs" variant="default" onClick={say('callbacks.complete')}>
        {t('callback.complete')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={say('callbacks.attempt')}>
        {t('callback.attempt')}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={say('callbacks.cancel')}>
        {t('callback.cancel')}
      </Button>
      {refused && (
        <span className={styles['refused']} role="alert">
          {refused}
        </span>
      )}
    </li>
  );
}
