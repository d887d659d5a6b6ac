import type { Decision } from '#domain/bridge.ts';
import type { ReviewItem } from '#domain/desk/queries.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { entityOf } from '#domain/registry.ts';
import { Button, Radio } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconExternalLink, IconPencil, IconRefresh, IconTrash, IconUserUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as z from 'zod';
import { useBridge } from '../bridge/provider.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { entriesOf, fieldOfArg } from '#domain/meant.ts';
import { faultOf, isAtFault } from '../records/field-fault.ts';
import { FieldValue } from '../records/field-value.tsx';
import { pathOf } from '../records/path.ts';
import { Banner } from '../ui/banner.tsx';
import { inFull, moment } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { ofCode, t } from '../ui/text.ts';
import { ReviewArgs } from './review-args.tsx';
import { ReviewEdit } from './review-edit.tsx';
import styles from './review.module.css';

/** One command of the tray: what was meant, what stands against it, and what may be decided. */
export function ReviewDetail({ item }: { readonly item: ReviewItem }) {
  const bridge = useBridge();
  const by = useMemberName(item.theirs?.by ?? null);
  const [mine, setMine] = useState<readonly string[]>(item.clashes.map(({ field }) => field));
  const [isEditing, setEditing] = useState(false);
  const [isDiscarding, setDiscarding] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const fields = item.entity ? entityOf[item.entity].fields : {};

  const decide = async (decision: Decision) => {
    if (isBusy) return false;
    setBusy(true);
    const outcome = await bridge.device('review.decide', { id: item.id, decision });
    setBusy(false);
    setError(outcome.ok ? null : outcome.message);
    return outcome.ok;
  };
  const settle = () => decide(mine.length > 0 ? { choice: 'keepMine', fields: mine } : { choice: 'keepTheirs' });
  const isConflict = item.kind === 'conflict' && item.clashes.length > 0;
  const settleWords = mine.length === 0 ? t('review.keepTheirs') : mine.length === item.clashes.length ? t('review.keepMine') : t('review.keepChosen');
  return (
    <article className={panes['main']} aria-label={item.rowTitle ?? item.title}>
      <header className={panes['head']} data-column>
        <h1>{item.rowTitle ?? item.title}</h1>
        <span className={styles['dim']}>
          {item.title} · {t('review.wroteAt', { at: moment(item.at) })}
        </span>
      </header>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={item.title}>
        <div className={panes['body']}>
          <Banner tone={item.kind === 'notice' ? 'info' : 'warn'} icon={IconAlertTriangle}>
            <strong>{ofCode('review.what', item.kind, item.kind)}</strong> {isConflict ? t('review.conflictBody') : whyOf(item)}
          </Banner>
          <dl className={panes['facts']}>
            {item.theirs && (
              <>
                <dt>{t('review.theirs')}</dt>
                <dd>
                  {by ?? t('story.system')}, <time title={inFull(item.theirs.at)}>{moment(item.theirs.at)}</time>
                </dd>
              </>
            )}
            {item.entity && item.rowId && (
              <>
                <dt>{entityOf[item.entity].singular}</dt>
                <dd>
                  <Link to={pathOf(item.entity, item.rowId)}>
                    {item.rowTitle ?? t('review.openRecord')} <IconExternalLink size={13} aria-hidden />
                  </Link>
                </dd>
              </>
            )}
            <dt>{t('review.kept')}</dt>
            <dd>{t('review.keptBody')}</dd>
          </dl>
          {isConflict ? (
            <table className={styles['clashes']}>
              <thead>
                <tr>
                  <th scope="col">{t('review.field')}</th>
                  <th scope="col">{t('review.base')}</th>
                  <th scope="col">{t('review.mine')}</th>
                  <th scope="col">{by ? t('review.theirsOf', { name: by }) : t('review.theirs')}</th>
                </tr>
              </thead>
              <tbody>
                {item.clashes.map(({ field: name, base, mine: own, theirs }) => {
                  const field = fields[name];
                  const label = field ? labelOf(name, field) : name;
                  const isMine = mine.includes(name);
                  const keep = (isOwn: boolean) => setMine(isOwn ? [...mine.filter((other) => other !== name), name] : mine.filter((other) => other !== name));
                  return (
                    <tr key={name}>
                      <th scope="row">{label}</th>
                      <td>
                        <span className={styles['value']}>
                          <FieldValue field={field} value={base} />
                        </span>
                      </td>
                      <td data-kept={isMine || undefined}>
                        <span className={styles['value']}>
                          <FieldValue field={field} value={own} />
                        </span>
                        <Radio
                          size="xs"
                          name={`keep-${item.id}-${name}`}
                          label={t('review.keepThis')}
                          aria-label={t('review.keepMineOf', { label })}
                          checked={isMine}
                          onChange={() => keep(true)}
                        />
                      </td>
                      <td data-kept={!isMine || undefined}>
                        <span className={styles['value']}>
                          <FieldValue field={field} value={theirs} />
                        </span>
                        <Radio
                          size="xs"
                          name={`keep-${item.id}-${name}`}
                          label={t('review.keepThis')}
                          aria-label={t('review.keepTheirsOf', { label })}
                          checked={!isMine}
                          onChange={() => keep(false)}
                        />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          ) : (
            <ReviewArgs item={item} />
          )}
          {error && (
            <Banner tone="bad" icon={IconAlertTriangle}>
              {error} {t('review.stillHere')}
            </Banner>
          )}
          {isEditing ? (
            <ReviewEdit item={item} onCancel={() => setEditing(false)} onSend={(args) => decide({ choice: 'edit', args })} />
          ) : (
            <div className={styles['buttons']}>
              {isConflict && (
                <Button leftSection={<IconCheck size={14} />} loading={isBusy} onClick={() => void settle()}>
                  {settleWords}
                </Button>
              )}
              {!isConflict && item.kind !== 'notice' && (
                <Button leftSection={<IconRefresh size={14} />} loading={isBusy} onClick={() => void decide({ choice: 'retry' })}>
                  {t('review.retry')}
                </Button>
              )}
              {item.kind !== 'notice' && (
                <>
                  <Button variant="default" leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
                    {t('review.edit')}
                  </Button>
                  <Button variant="default" leftSection={<IconUserUp size={14} />} onClick={() => void decide({ choice: 'hand' })}>
                    {t('review.hand')}
                  </Button>
                </>
              )}
              {isDiscarding ? (
                <>
                  <Button color="red" leftSection={<IconTrash size={14} />} onClick={() => void decide({ choice: 'discard' })}>
                    {t('review.discardSure')}
                  </Button>
                  <Button variant="subtle" color="gray" onClick={() => setDiscarding(false)}>
                    {t('dialog.cancel')}
                  </Button>
                </>
              ) : (
                <Button
                  variant="subtle"
                  color="red"
                  c="var(--hf-bad)"
                  leftSection={<IconTrash size={14} />}
                  onClick={() => (item.kind === 'notice' ? void decide({ choice: 'discard' }) : setDiscarding(true))}
                >
                  {item.kind === 'notice' ? t('review.seen') : t('review.discard')}
                </Button>
              )}
            </div>
          )}
        </div>
      </div>
    </article>
  );
}

/** Why a command was refused, with the name of the field that is at fault. */
function whyOf({ args, code, entity, field, message }: ReviewItem): string {
  const [name, value] = (field !== null && entriesOf(args).find(([each]) => isAtFault(each, field))) || [];
  const known = name === undefined ? undefined : fieldOfArg(entity, name);
  if (name === undefined || !known) return ofCode('code', code, message);
  return `${labelOf(name, known)}: ${faultOf(known, value, { code, message })}`;
}

function useMemberName(by: string | null): string | null {
  const isId = by !== null && z.uuid().safeParse(by).success;
  const members = useQuery('people.members', isId ? {} : null).data;
  return isId ? (members?.find(({ userId }) => userId === by)?.displayName ?? null) : by;
}
