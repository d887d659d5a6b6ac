import type { CommandArgs } from '#domain/bridge.ts';
import { CaseLink } from '#domain/cases/case-link.ts';
import type { CaseView, CaseWork as Work } from '#domain/cases/queries.ts';
import { SlaClock } from '#domain/cases/sla-clock.ts';
import { ref, text } from '#domain/kernel/field.ts';
import { Task } from '#domain/tasks/task.ts';
import { ActionIcon, Checkbox } from '@mantine/core';
import { IconClock, IconPlus, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useTrial } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useOpenDialog } from '../records/dialogs.tsx';
import { anyDialog } from '../records/record-action.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { inFull, moment } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { useNow } from '../ui/use-now.ts';
import styles from './case-context.module.css';
import { stateOf, toldOf } from './clock-words.ts';
import { StatusMark } from './parts/case-marks.tsx';
import work from './case-work.module.css';

/** What is to be done on a case, and by when: targets, checklists, tasks and linked cases. */
export function CaseWork({ row }: { readonly row: CaseView }) {
  const found = useQuery('cases.work', { id: row.id }).data;
  if (!found) return null;
  return (
    <>
      <Clocks clocks={found.clocks} />
      <Checklists row={row} lists={found.checklists} />
      <Tasks row={row} tasks={found.tasks} />
      <Links row={row} links={found.links} />
    </>
  );
}

function Clocks({ clocks }: Pick<Work, 'clocks'>) {
  const now = useNow();
  if (clocks.length === 0) return null;
  return (
    <section className={panes['section']} aria-label={t('work.sla')}>
      <h2>{t('work.sla')}</h2>
      <ul className={styles['people']}>
        {clocks.map((clock) => (
          <li key={clock.id} className={work['clock']} data-state={stateOf(clock, now)} title={inFull(clock.dueAt)}>
            <IconClock size={14} aria-hidden />
            <span>{SlaClock.fields.metric.choices?.[clock.metric]}</span>
            <span className={styles['push']}>{toldOf(clock, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Checklists({ row, lists }: { readonly row: CaseView; readonly lists: Work['checklists'] }) {
  const bridge = useBridge();
  const open = useOpenDialog();
  const trial = useTrial();
  const reason = trial('checklists.add', { caseId: row.id, title: 'x', items: [] }, [row])?.message ?? null;
  const add = (list?: Work['checklists'][number]) =>
    open(
      anyDialog({
        command: 'checklists.add',
        about: list?.id ?? row.id,
        button: t(list ? 'work.addItem' : 'work.addList'),
        questions: [
          ...(list ? [] : [{ name: 'title', field: text({ label: t('work.listTitle') }), isRequired: true }]),
          { name: 'label', field: text({ label: t('work.itemHint') }), isRequired: true },
        ],
        initial: {},
        // The command parses what was typed.
        argsOf: ({ title, label }) =>
          ({ caseId: row.id, title: list?.title ?? title, items: [{ label }], ...(list ? { checklistId: list.id } : {}) }) as unknown as CommandArgs<'checklists.add'>,
      }),
    );
  return (
    <section className={panes['section']} aria-label={t('work.checklists')}>
      <div className={panes['sectionHead']}>
        <h2>{t('work.checklists')}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={reason} onClick={() => add()}>
          {t('work.addList')}
        </ActionButton>
      </div>
      {lists.map((list) => (
        <fieldset key={list.id} className={work['list']}>
          <legend>
            {list.title}
            <ActionIcon size={24} variant="subtle" aria-label={`${t('work.addItem')}: ${list.title}`} disabled={reason !== null} onClick={() => add(list)}>
              <IconPlus size={13} />
            </ActionIcon>
          </legend>
          {list.items.map((item) => (
            <Checkbox
              key={item.id}
              size="xs"
              checked={item.doneAt !== null}
              disabled={reason !== null}
              label={item.required ? `${item.label} (${t('work.required')})` : item.label}
              onChange={() => void bridge.send('checklists.tick', { id: item.id, caseId: row.id, isDone: item.doneAt === null }, newId())}
            />
          ))}
        </fieldset>
      ))}
    </section>
  );
}

function Tasks({ row, tasks }: { readonly row: CaseView; readonly tasks: Work['tasks'] }) {
  const bridge = useBridge();
  const open = useOpenDialog();
  const trial = useTrial();
  const reason = trial('tasks.create', { caseId: row.id, title: 'x' }, [row])?.message ?? null;
  const add = () =>
    open(
      anyDialog({
        command: 'tasks.create',
        about: row.id,
        button: t('work.addTask'),
        questions: [
          { name: 'title', field: Task.fields.title, isRequired: true },
          { name: 'dueAt', field: Task.fields.dueAt },
          { name: 'assignedTo', field: Task.fields.assignedTo },
        ],
        initial: {},
        argsOf: (answers) => ({ caseId: row.id, ...answers }) as unknown as CommandArgs<'tasks.create'>,
      }),
    );
  const finish = async (task: Work['tasks'][number]) => {
    if (task.status === 'completed') return bridge.send('tasks.setStatus', { id: task.id, status: 'inProgress' }, newId());
    // A task is begun before it is completed; a person who ticks it means both.
    if (task.status === 'todo') await bridge.send('tasks.setStatus', { id: task.id, status: 'inProgress' }, newId());
    return bridge.send('tasks.setStatus', { id: task.id, status: 'completed' }, newId());
  };
  return (
    <section className={panes['section']} aria-label={t('work.tasks')}>
      <div className={panes['sectionHead']}>
        <h2>{t('work.tasks')}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={reason} onClick={add}>
          {t('work.addTask')}
        </ActionButton>
      </div>
      {tasks.length === 0 && <span className={styles['none']}>{t('work.noTasks')}</span>}
      {tasks
        .filter(({ status }) => status !== 'cancelled')
        .map((task) => (
          <div key={task.id} className={work['task']} data-done={task.status === 'completed'}>
            <Checkbox size="xs" checked={task.status === 'completed'} label={task.title} onChange={() => void finish(task)} />
            <span className={styles['none']}>{[task.assigneeName, task.dueAt && moment(task.dueAt)].filter(Boolean).join(' · ')}</span>
          </div>
        ))}
    </section>
  );
}

function Links({ row, links }: { readonly row: CaseView; readonly links: Work['links'] }) {
  const bridge = useBridge();
  const open = useOpenDialog();
  const trial = useTrial();
  const reason = trial('cases.link', { id: row.id, toId: row.id, linkType: 'related' }, [row]);
  const isBarred = reason?.kind === 'role' ? reason.message : null;
  const add = () =>
    open(
      anyDialog({
        command: 'cases.link',
        about: row.id,
        intro: t('work.linkIntro'),
        button: t('work.link'),
        questions: [
          { name: 'toId', field: ref('cases', 'cascade', { label: 'Case' }), isRequired: true },
          { name: 'linkType', field: CaseLink.fields.linkType, isRequired: true },
        ],
        initial: { linkType: 'related' },
        argsOf: (answers) => ({ id: row.id, ...answers }) as unknown as CommandArgs<'cases.link'>,
      }),
    );
  return (
    <section className={panes['section']} aria-label={t('work.links')}>
      <div className={panes['sectionHead']}>
        <h2>{t('work.links')}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} reason={isBarred} onClick={add}>
          {t('work.link')}
        </ActionButton>
      </div>
      {links.length === 0 && <span className={styles['none']}>{t('work.noLinks')}</span>}
      <ul className={styles['others']}>
        {links.map((link) => (
          <li key={link.id} className={styles['other']}>
            {link.status && <StatusMark status={link.status} hasWords={false} />}
            {link.title === null ? (
              <span className={styles['otherTitle']}>{t('work.outOfSight')}</span>
            ) : (
              <Link to="/cases/$id" params={{ id: link.caseId }} className={styles['otherTitle']}>
                {link.title}
              </Link>
            )}
            <span className={styles['none']}>{CaseLink.fields.linkType.choices?.[link.linkType]}</span>
            {isBarred === null && (
              <ActionIcon
                size={24}
                variant="subtle"
                aria-label={t('work.unlink', { title: link.title ?? t('work.outOfSight') })}
                onClick={() => void bridge.send('cases.unlink', { id: row.id, toId: link.caseId, linkType: link.linkType }, newId())}
              >
                <IconX size={13} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
