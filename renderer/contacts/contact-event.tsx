import type { InteractionLine } from '#domain/contacts/view-queries.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { entityOf } from '#domain/registry.ts';
import { IconArrowDownLeft, IconArrowUpRight, IconPhone, IconPoint, IconMail, IconMessage, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { FieldValue } from '../records/field-value.tsx';
import { pathOf } from '../records/path.ts';
import { inFull, measured, moment } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import styles from './contacts.module.css';

const signs: Readonly<Partial<Record<Interaction['channel'], Icon>>> = { call: IconPhone, email: IconMail, sms: IconMessage, whatsapp: IconMessage };
const { channel: channelField, direction: directionField } = Interaction.fields;

/** Something that was said or done with a contact: how, by whom, for how long, and the record that tells all of it. */
export function ContactEvent({ event, by }: { readonly event: InteractionLine; readonly by: string | null }) {
  const { channel, direction, happenedAt, summary, duration, redacted, sourceType, sourceId, caseId } = event;
  const Sign = signs[channel] ?? IconPoint;
  const Way = direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <div className={styles['event']}>
      <Sign size={14} aria-hidden />
      <span>
        {direction && direction !== 'internal' && <Way size={12} aria-label={directionField.choices?.[direction] ?? direction} />}{' '}
        {redacted ? (
          <FieldValue field={channelField} value={channel} />
        ) : (
          <Link to={pathOf(sourceType, sourceId)}>
            {sourceType === 'calls' || sourceType === 'messages' ? <FieldValue field={channelField} value={channel} /> : entityOf[sourceType].singular}
          </Link>
        )}{' '}
        {by !== null && <>· {by} </>}
        {duration !== null && <>· {measured(duration, 'seconds')} </>}·{' '}
        <time dateTime={happenedAt} title={inFull(happenedAt)}>
          {moment(happenedAt)}
        </time>
        {caseId !== null && (
          <>
            {' '}
            · <Link to={pathOf('cases', caseId)}>{entityOf.cases.singular}</Link>
          </>
        )}
        {summary && <span className={styles['summary']}>{redacted ? t('contact.redacted') : summary}</span>}
      </span>
    </div>
  );
}
