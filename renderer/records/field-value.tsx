import type { Field } from '#domain/kernel/field.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { inFull, moment, day, number } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import styles from './field.module.css';
import { useTitle } from './use-title.ts';

/** The value of a field as a person reads it, from its declaration. */
export function FieldValue({ field, value }: { readonly field: Field | undefined; readonly value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className={styles['none']}>{t('value.none')}</span>;
  if (field?.target && typeof value === 'string') return <RecordName entity={field.target} id={value} />;
  if (field?.choices && typeof value === 'string') return <>{field.choices[value] ?? value}</>;
  if (Array.isArray(value)) return <Tags tags={value.map(String)} />;
  if (typeof value === 'boolean') return <>{value ? t('value.yes') : t('value.no')}</>;
  if (typeof value === 'number') return <>{number(value)}</>;
  if (typeof value === 'object') return <Pairs pairs={Object.entries(value)} />;
  const text = String(value);
  if (field?.kind === 'instant')
    return (
      <time dateTime={text} title={inFull(text)}>
        {moment(text)}
      </time>
    );
  if (field?.kind === 'date') return <time dateTime={text}>{day(text)}</time>;
  return <span className={field?.multiline ? styles['lines'] : undefined}>{text}</span>;
}

/** The name of the record that a reference points to. */
export function RecordName({ entity, id }: { readonly entity: EntityName; readonly id: string }) {
  const title = useTitle(entity, id);
  return title === null ? <span className={styles['none']}>{t('value.outOfSight', { what: entityOf[entity].singular.toLowerCase() })}</span> : <>{title}</>;
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return <span className={styles['none']}>{t('value.none')}</span>;
  return (
    <span className={styles['tags']}>
      {tags.map((tag) => (
        <span key={tag} className={styles['tag']}>
          {tag}
        </span>
      ))}
    </span>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, unknown])[] }) {
  if (pairs.length === 0) return <span className={styles['none']}>{t('value.none')}</span>;
  return (
    <span className={styles['pairs']}>
      {pairs.map(([key, value]) => (
        <span key={key}>
          <span className={styles['pairKey']}>{key}</span> {typeof value === 'object' ? JSON.stringify(value) : String(value)}
        </span>
      ))}
    </span>
  );
}
