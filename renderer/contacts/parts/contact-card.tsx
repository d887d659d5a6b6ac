import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Link } from '@tanstack/react-router';
import { useQuery } from '../../bridge/use-query.ts';
import { FieldValue } from '../../records/field-value.tsx';
import { Contact } from '#domain/contacts/contact.ts';
import { Initials } from '../../ui/avatar.tsx';
import { isCalled } from './point-sign.tsx';
import { PhoneValue } from '../../ui/dialling.tsx';
import { t } from '../../ui/text.ts';
import styles from './contact-card.module.css';
import { PointSign } from './point-sign.tsx';

/** A contact in a few lines: who it is, and how they are reached. */
export function ContactCard({ id }: { readonly id: string }) {
  const contact = useQuery('contacts.get', { id }).data;
  if (contact === undefined) return null;
  if (contact === null) return <section className={styles['card']}>{t('contact.missing')}</section>;
  return (
    <section className={styles['card']} aria-label={Contact.singular}>
      <div className={styles['head']}>
        <Initials name={contact.fullName} size={32} />
        <div className={styles['who']}>
          <Link to="/contacts/$id" params={{ id }} className={styles['name']}>
            <bdi>{contact.fullName}</bdi>
          </Link>
          <span className={styles['dim']}>
            <FieldValue field={Contact.fields.kind} value={contact.kind} />
            {contact.jobTitle && ` · ${contact.jobTitle}`}
          </span>
        </div>
      </div>
      <ul className={styles['points']}>
        {contact.points.map((point) => (
          <li key={point.id}>
            <PointSign kind={point.kind} />
            <span className={styles['value']}>{isCalled(point.kind) ? <PhoneValue number={point.value} subject={`contacts/${id}`} /> : point.value}</span>
            <span className={styles['dim']}>{point.label ?? ContactPoint.fields.kind.choices?.[point.kind]}</span>
          </li>
        ))}
        {contact.points.length === 0 && <li className={styles['dim']}>{t('contact.noPoints')}</li>}
      </ul>
    </section>
  );
}
