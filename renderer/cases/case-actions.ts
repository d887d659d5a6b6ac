import { Case } from '#domain/cases/case.ts';
import { caseCommandFields } from './case-command-fields.ts';
import type { CaseView } from '#domain/cases/queries.ts';
import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import { IconArchive, IconCircleCheck, IconCircleX, IconPlayerPause, IconPlayerPlay, IconRotate, IconUserPlus, IconUserShare, type Icon } from '@tabler/icons-react';
import { useSession, useTrial, type Bar } from '../bridge/session.tsx';
import { anyDialog, type RecordAction } from '../records/record-action.ts';
import type { Question } from '../records/command-dialog.tsx';
import { t } from '../ui/text.ts';

const { resolution, assignedTo, teamId, closeReasonId } = Case.fields;
const { reason } = caseCommandFields;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What may be done with a case as it stands; what its state forbids is left out, what the role forbids is greyed with the reason. */
export function useCaseActions(row: CaseView | null): readonly RecordAction[] {
  const trial = useTrial();
  const { userId } = useSession();
  if (!row) return [];
  const { id } = row;
  const about = id;

  function action<Name extends CommandName>(
    command: Name,
    label: string,
    icon: Icon,
    sample: CommandArgs<Name>,
    questions: readonly Question[],
    argsOf: (answers: Readonly<Record<string, unknown>>) => CommandArgs<Name>,
    more: Partial<Pick<RecordAction, 'isGrave' | 'isMain' | 'key'>> & { readonly initial?: Readonly<Record<string, unknown>>; readonly intro?: string } = {},
  ): readonly RecordAction[] {
    const bar: Bar | null = row ? trial(command, sample, [row]) : null;
    // A case on hold is not offered to be put on hold; to be assigned it is, for the dialog asks to whom.
    if (bar?.kind === 'state' || (bar?.isIdle && command !== 'cases.assign')) return [];
    const { initial, intro, ...rest } = more;
    const dialog = anyDialog({ command, about, questions, argsOf, button: label, isGrave: rest.isGrave ?? false, ...(initial ? { initial } : {}), ...(intro ? { intro } : {}) });
    return [{ command, label, icon, reason: bar?.message ?? null, dialog, ...rest }];
  }

  const because = (isRequired: boolean): Question => ({ name: 'reason', field: reason, label: t('case.reason'), isRequired });
  const said: Question = { name: 'resolution', field: resolution, isRequired: true, description: t('case.resolutionHint') };
  const isFree = row.assignedTo !== userId;
  return [
    ...(isFree && row.status !== 'closed' && row.status !== 'cancelled'
      ? action('cases.assign', t('case.take'), IconUserPlus, { id, userId, from: row.assignedTo }, [], () => ({ id, userId, from: row.assignedTo }), {
          isMain: row.assignedTo === null,
          intro: t('case.takeIntro'),
        })
      : []),
    ...(row.status !== 'closed' && row.status !== 'cancelled'
      ? action(
          'cases.assign',
          t('case.assign'),
          IconUserShare,
          { id },
          [
            { name: 'userId', field: assignedTo, label: t('column.assignee') },
            { name: 'teamId', field: teamId },
            { name: 'note', field: reason, label: t('case.assignNote') },
          ],
          // The pickers hand over ids of these entities; the command parses them again.
          (answers) => ({
            id,
            userId: answers['userId'] as typeof row.assignedTo,
            teamId: answers['teamId'] as typeof row.teamId,
            from: row.assignedTo,
            ...(textOf(answers['note']) ? { note: textOf(answers['note']) } : {}),
          }),
          { isMain: true, key: 'a', initial: { userId: row.assignedTo, teamId: row.teamId } },
        )
      : []),
    ...action('cases.resume', t('case.resume'), IconPlayerPlay, { id }, [because(false)], (answers) => ({ id, ...optional(answers) }), { isMain: true }),
    ...action('cases.hold', t('case.hold'), IconPlayerPause, { id }, [because(false)], (answers) => ({ id, ...optional(answers) }), { isMain: true, key: 'h' }),
    ...action('cases.resolve', t('case.resolve'), IconCircleCheck, { id, resolution: '-' }, [said], (answers) => ({ id, resolution: textOf(answers['resolution']) }), {
      isMain: true,
      key: 'r',
      ...(row.resolution ? { initial: { resolution: row.resolution } } : {}),
    }),
    ...action('cases.reopen', t('case.reopen'), IconRotate, { id, reason: '-' }, [because(true)], (answers) => ({ id, reason: textOf(answers['reason']) }), { isMain: true }),
    ...action(
      'cases.close',
      t('case.close'),
      IconArchive,
      { id },
      [
        { ...said, isRequired: false },
        { name: 'closeReasonId', field: closeReasonId },
      ],
      (answers) => ({
        id,
        ...(textOf(answers['resolution']) ? { resolution: textOf(answers['resolution']) } : {}),
        ...(answers['closeReasonId'] ? { closeReasonId: answers['closeReasonId'] as typeof row.closeReasonId } : {}),
      }),
      { isMain: row.status === 'resolved', ...(row.resolution ? { initial: { resolution: row.resolution } } : {}) },
    ),
    ...action('cases.cancel', t('case.cancel'), IconCircleX, { id, reason: '-' }, [because(true)], (answers) => ({ id, reason: textOf(answers['reason']) }), { isGrave: true }),
  ];
}

const optional = (answers: Readonly<Record<string, unknown>>) => (textOf(answers['reason']) ? { reason: textOf(answers['reason']) } : {});
