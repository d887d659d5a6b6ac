import { Case } from '#domain/cases/case.ts';
import { IconArchive, IconCircleCheck, IconCircleDashed, IconCircleDot, IconCircleX, IconFlag3Filled, IconPlayerPause, type Icon } from '@tabler/icons-react';
import { t } from '../../ui/text.ts';
import styles from './case-marks.module.css';

const signs: Readonly<Record<Case['status'], Icon>> = {
  pending: IconCircleDashed,
  open: IconCircleDot,
  onHold: IconPlayerPause,
  resolved: IconCircleCheck,
  closed: IconArchive,
  cancelled: IconCircleX,
};

/** The state of a case: its sign, its colour and its name, so that none has to be told from another by colour alone. */
export function StatusMark({ status, hasWords = true }: { readonly status: Case['status']; readonly hasWords?: boolean }) {
  const Sign = signs[status];
  const words = Case.fields.status.choices?.[status] ?? status;
  return (
    <span className={styles['status']} data-status={status} role={hasWords ? undefined : 'img'} aria-label={hasWords ? undefined : words} title={hasWords ? undefined : words}>
      <Sign size={15} stroke={2} aria-hidden />
      {hasWords && words}
    </span>
  );
}

/** How urgent a case is, in the colour its tenant gave it. */
export function PriorityMark({ name, colour, hasWords = true }: { readonly name: string | null; readonly colour: string | null; readonly hasWords?: boolean }) {
  if (name === null) return null;
  return (
    <span className={styles['priority']} title={hasWords ? undefined : name} role={hasWords ? undefined : 'img'} aria-label={hasWords ? undefined : name}>
      <IconFlag3Filled size={13} color={colour ?? 'currentColor'} aria-hidden />
      {hasWords && name}
    </span>
  );
}

/** The number of a case as it is read out to a caller. */
export function CaseNumber({ row }: { readonly row: Pick<Case, 'caseNumber' | 'provisionalNumber'> }) {
  return <span className={styles['number']}>{row.caseNumber ?? row.provisionalNumber ?? t('case.noNumber')}</span>;
}
