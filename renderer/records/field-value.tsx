import { wordsOfAct } from '#domain/acts.ts';
import { partsOf, type Part } from '#domain/kernel/arguments.ts';
import { inSentence } from '#domain/kernel/words.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { noticeTypes } from '#domain/notifications/notice-types.ts';
import { entityOf } from '#domain/registry.ts';
import { ColorSwatch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PhoneValue } from '../ui/dialling.tsx';
import { amount, inFull, languageName, measured, moment, day, number } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import { entitiesIn } from './beside.ts';
import styles from './field.module.css';
import { pathOf } from './path.ts';
import { useTitle } from './use-title.ts';

interface Props {
  readonly field: Field | undefined;
  readonly value: unknown;
  /** The fields beside it: the currency of an amount, the kind of a record of any kind. */
  readonly row?: Readonly<Record<string, unknown>>;
}

/** The value of a field as a person reads it, from its declaration. */
export function FieldValue({ field, value, row }: Props) {
  if (value === null || value === undefined || value === '') return <span className={styles['none']}>{t('value.none')}</span>;
  if (field?.tells && typeof value === 'string') return <Told tells={field.tells} value={value} row={row ?? {}} />;
  const several = field?.of ?? field?.target;
  if (field?.target && typeof value === 'string') return <RecordName entity={field.target} id={value} />;
  if (field?.choices && typeof value === 'string') return <>{field.choices[value] ?? value}</>;
  if (field?.entities && typeof value === 'string') return <>{isEntityName(value) ? entityOf[value].singular : value}</>;
  if (field?.typedBy && typeof value === 'string') {
    const type = row?.[field.typedBy];
    return isEntityName(type) ? <RecordLink entity={type} id={value} /> : <>{value}</>;
  }
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object'))
    return several ? <Names entity={several} ids={value.map(String)} /> : <Tags tags={value.map((each) => field?.choices?.[String(each)] ?? String(each))} />;
  const parts = field?.kind === 'json' ? partsOf(field.schema)?.parts : undefined;
  if (Array.isArray(value)) return <Lines items={value} parts={parts} />;
  if (typeof value === 'boolean') return <>{value ? t('value.yes') : t('value.no')}</>;
  if (typeof value === 'number') return <span className={styles['figure']}>{figure(field, value, row)}</span>;
  if (typeof value === 'object') return <Pairs values={{ ...value }} parts={parts} />;
  const text = String(value);
  if (field?.kind === 'instant')
    return (
      <time dateTime={text} title={inFull(text)}>
        {moment(text)}
      </time>
    );
  if (field?.kind === 'date') return <time dateTime={text}>{day(text)}</time>;
  if (field?.form === 'colour')
    return (
      <span className={styles['colour']}>
        <ColorSwatch color={text} size={14} aria-hidden /> {text}
      </span>
    );
  // Left to right also inside a sentence that runs the other way.
  if (field?.form === 'language') return <>{languageName(text)}</>;
  if (field?.form === 'act') return <span title={text}>{wordsOfAct(text)}</span>;
  if (field?.form === 'notice') return <span title={text}>{noticeTypes[text] ?? text}</span>;
  if (field?.form === 'email') return <bdi dir="ltr">{text}</bdi>;
  if (field?.form === 'phone') return <PhoneValue number={text} />;
  return <span className={field?.multiline ? styles['lines'] : undefined}>{text}</span>;
}

/** The name of a field of another entity, or a value that it had, as that entity declares them. */
function Told({ tells: { of, field: beside }, value, row }: { readonly tells: NonNullable<Field['tells']>; readonly value: string; readonly row: NonNullable<Props['row']> }) {
  const { fields } = entityOf[of];
  if (beside === undefined) return <>{labelOf(value, fields[value] ?? {})}</>;
  const field = fields[String(row[beside])];
  return <FieldValue field={field} value={parsed(field?.kind, value)} />;
}

/** What is told is text; lists, records and truth values were written as JSON. */
function parsed(kind: Field['kind'] | undefined, value: string): unknown {
  if (kind !== 'tags' && kind !== 'json' && kind !== 'boolean') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Cut or foreign text is shown as it is.
    return value;
  }
}

const isEntityName = (name: unknown): name is EntityName => typeof name === 'string' && Object.hasOwn(entityOf, name);

function figure(field: Field | undefined, value: number, row: Props['row']): string {
  const currency = field?.currency ? row?.[field.currency] : null;
  if (typeof currency === 'string') return amount(value, currency);
  return field?.unit ? measured(value, field.unit) : number(value);
}

/** The name of a record of any kind, which leads to it. */
function RecordLink({ entity, id }: { readonly entity: EntityName; readonly id: string }) {
  const title = useTitle(entity, id);
  if (title === null) return <RecordName entity={entity} id={id} />;
  return (
    <Link to={pathOf(entity, id)} onClick={(event) => event.stopPropagation()}>
      {title}
    </Link>
  );
}

function Names({ entity, ids }: { readonly entity: EntityName; readonly ids: readonly string[] }) {
  return (
    <span className={styles['tags']}>
      {ids.map((id) => (
        <span key={id} className={styles['tag']}>
          <RecordName entity={entity} id={id} />
        </span>
      ))}
    </span>
  );
}

/** A list of things of several parts, each in a line of its own. */
function Lines({ items, parts }: { readonly items: readonly unknown[]; readonly parts: readonly Part[] | undefined }) {
  if (items.length === 0) return <span className={styles['none']}>{t('value.none')}</span>;
  return (
    <ol className={styles['items']}>
      {items.map((item, place) => (
        // A stored list has no other identity than its order.
        <li key={place}>{typeof item === 'object' && item !== null ? <Pairs values={{ ...item }} parts={parts} /> : String(item)}</li>
      ))}
    </ol>
  );
}

/** The name of the record that a reference points to. */
export function RecordName({ entity, id }: { readonly entity: EntityName; readonly id: string }) {
  const title = useTitle(entity, id);
  return title === null ? <span className={styles['none']}>{t('value.outOfSight', { what: inSentence(entityOf[entity].singular) })}</span> : <>{title}</>;
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

/** Named values: as declared where they are, else as they stand. */
function Pairs({ values, parts }: { readonly values: Readonly<Record<string, unknown>>; readonly parts: readonly Part[] | undefined }) {
  const known = (parts ?? []).filter(({ key }) => values[key] !== undefined && values[key] !== null);
  const others = Object.keys(values).filter((key) => !parts?.some((part) => part.key === key));
  if (known.length + others.length === 0) return <span className={styles['none']}>{t('value.none')}</span>;
  return (
    <span className={styles['pairs']}>
      {known.map(({ key, field, label }) => (
        <span key={key}>
          <span className={styles['pairKey']}>{label}</span> <FieldValue field={field} value={values[key]} row={entitiesIn(values)} />
        </span>
      ))}
      {others.map((key) => (
        <span key={key}>
          <span className={styles['pairKey']}>{labelOf(key, {})}</span> {typeof values[key] === 'object' ? JSON.stringify(values[key]) : String(values[key])}
        </span>
      ))}
    </span>
  );
}
