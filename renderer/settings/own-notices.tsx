import { isTimeZone } from '#domain/kernel/wall-clock.ts';
import { NotificationRule } from '#domain/notifications/notification-rule.ts';
import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { newId } from '../bridge/command-id.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { t } from '../ui/text.ts';
import styles from './access.module.css';
import { useNotificationPrefs, type NotificationPrefs } from './parts/notification-prefs.ts';

type Quiet = NonNullable<NotificationPrefs['quietHours']>;

const usualNight: Quiet = { from: '22:00', to: '07:00' };
const events = Object.entries(NotificationRule.fields.triggerEvent.choices ?? {}).map(([value, label]) => ({ value, label }));

/** When whoever works here is left in peace, and of what they hear by mail besides what the rules of the tenant send. */
export function OwnNotices() {
  const bridge = useBridge();
  const held = useNotificationPrefs();
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  const keep = (notifications: NotificationPrefs) => void bridge.send('preferences.set', { patch: {}, notifications }, newId());
  const keepQuiet = (quiet: Quiet | null) => keep({ quietHours: quiet && { ...quiet, ...ownZone() } });
  const { quietHours: quiet = null } = held;
  const byMail = Object.entries(held.events ?? {}).flatMap(([event, channels]) => (channels.includes('email') ? [event] : []));
  return (
    <section className={styles['part']} aria-label={t('settings.notices')}>
      <div className={styles['line']}>
        <div>
          <strong>{t('settings.quiet')}</strong>
          <span className={styles['dim']}>{t('settings.quietHint')}</span>
        </div>
        <Switch aria-label={t('settings.quiet')} checked={quiet !== null} onChange={(event) => keepQuiet(event.currentTarget.checked ? usualNight : null)} />
      </div>
      {quiet && (
        <div className={styles['times']}>
          {(['from', 'to'] as const).map((end) => (
            // A time that is half typed is none yet.
            <TextInput
              key={end}
              type="time"
              label={t(`settings.quiet.${end}`)}
              value={quiet[end]}
              onChange={(event) => event.currentTarget.value !== '' && keepQuiet({ ...quiet, [end]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
      {permission === 'default' && (
        <div className={styles['line']}>
          <div>
            <strong>{t('settings.popUp')}</strong>
            <span className={styles['dim']}>{t('settings.popUpHint')}</span>
          </div>
          <ActionButton onClick={() => void Notification.requestPermission().then(setPermission)}>{t('settings.popUpAllow')}</ActionButton>
        </div>
      )}
      <MultiSelect
        label={t('settings.byMail')}
        description={t('settings.byMailHint')}
        data={events}
        value={byMail}
        onChange={(chosen) => keep({ events: withMail(held.events ?? {}, chosen) })}
        searchable
        clearable
      />
    </section>
  );
}

/** The channels of each event with mail for those chosen alone; an event without any is left to the rules. */
function withMail(held: NonNullable<NotificationPrefs['events']>, chosen: readonly string[]): NonNullable<NotificationPrefs['events']> {
  const named = [...new Set([...Object.keys(held), ...chosen])];
  return Object.fromEntries(
    named.flatMap((event) => {
      const others = (held[event] ?? []).filter((channel) => channel !== 'email');
      const channels = chosen.includes(event) ? (['email', ...others] as const) : others;
      return channels.length > 0 ? [[event, [...channels]]] : [];
    }),
  );
}

/** Where this computer is: a night is where its sleeper is. */
function ownZone(): Pick<Quiet, 'timeZone'> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isTimeZone(timeZone) ? { timeZone } : {};
}
