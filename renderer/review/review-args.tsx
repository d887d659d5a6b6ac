import type { ReviewItem } from '#domain/desk/queries.ts';
import { labelOf, text } from '#domain/kernel/field.ts';
import { entriesOf, fieldOfArg } from '#domain/meant.ts';
import { FieldValue } from '../records/field-value.tsx';
import { t } from '../ui/text.ts';
import styles from './review.module.css';

const plain = text();

/** What a command in the tray was to write, as far as a person can read it. */
export function ReviewArgs({ item }: { readonly item: ReviewItem }) {
  const entries = entriesOf(item.args);
  if (entries.length === 0) return null;
  return (
    <table className={styles['clashes']}>
      <thead>
        <tr>
          <th scope="col">{t('review.field')}</th>
          <th scope="col">{t('review.mine')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(([name, value]) => {
          const field = fieldOfArg(item.entity, name);
          return (
            <tr key={name}>
              <th scope="row">{field ? labelOf(name, field) : labelOf(name, plain)}</th>
              <td>
                <span className={styles['value']}>
                  <FieldValue field={field} value={value} />
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
