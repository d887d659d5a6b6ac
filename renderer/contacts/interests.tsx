import type { CommandArgs } from '#domain/bridge.ts';
import type { ContactView } from '#domain/contacts/queries.ts';
import type { InterestLine } from '#domain/contacts/view-queries.ts';
import { InventoryUnit } from '#domain/inventory/inventory-unit.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import { PropertyInterest } from '#domain/pipeline/property-interest.ts';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useHolds, useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useOpenDialog } from '../records/dialogs.tsx';
import { anyDialog } from '../records/record-action.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { amount } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import styles from './contacts.module.css';

const { projectId, unitId, level, notes } = PropertyInterest.fields;

/** What a contact is interested in, with the state and price that it has now; for those who see the pipeline. */
export function Interests({ row }: { readonly row: ContactView }) {
  const { grants } = useSession();
  return viewScope(PropertyInterest, grants) === undefined ? null : <Seen row={row} />;
}

function Seen({ row }: { readonly row: ContactView }) {
  const open = useOpenDialog();
  const reason = useHolds()('interests.set')?.message ?? null;
  const found = useQuery('contacts.interests', { contactId: row.id }).data;
  const add = () =>
    open(
      anyDialog({
        command: 'interests.set',
        about: row.id,
        button: t('interest.add'),
        questions: Object.entries({ projectId, unitId, level, notes }).map(([name, field]) => ({ name, field, isRequired: name === 'level' })),
        initial: { level: level.fallback },
        // The command parses what was chosen.
        argsOf: (answers) => ({ contactId: row.id, ...answers }) as unknown as CommandArgs<'interests.set'>,
      }),
    );
  return (
    <section className={panes['section']} aria-label={PropertyInterest.plural}>
      <div className={panes['sectionHead']}>
        <h2>{PropertyInterest.plural}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={reason} onClick={add}>
          {t('interest.add')}
        </ActionButton>
      </div>
      {found?.length === 0 && <span className={styles['dim']}>{t('interest.none')}</span>}
      <ul className={styles['plain']}>
        {found?.map((line) => (
          <li key={line.id}>
            <Link to="/records/$entity/$id" params={{ entity: PropertyInterest.name, id: line.id }} className={styles['caseLine']}>
              <span className={`${styles['cut']} ${styles['headText']}`}>{[line.projectName, line.unitLabel].filter(Boolean).join(' · ') || t('value.none')}</span>
              <span className={styles['dim']}>{detailOf(line)}</span>
              <Stamp {...line} isSmall />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function detailOf({ level: now, unitStatus, priceMinor, priceCurrency }: InterestLine): string {
  const state = unitStatus === null ? null : InventoryUnit.fields.status.choices?.[unitStatus];
  const price = priceMinor === null || priceCurrency === null ? null : amount(priceMinor, priceCurrency);
  return [level.choices?.[now], state, price].filter(Boolean).join(' · ');
}
