import type { StuckFile } from '#domain/desk/queries.ts';
import type { FileSubject } from '#domain/storage/queries.ts';
import { entityOf } from '#domain/registry.ts';
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useQuery } from '../../bridge/use-query.ts';
import { pathOf } from '../../records/path.ts';
import { useTitle } from '../../records/use-title.ts';
import { Banner } from '../../ui/banner.tsx';
import { inFull, measured } from '../../ui/format.ts';
import panes from '../../ui/panes.module.css';
import { t } from '../../ui/text.ts';
import styles from './file-detail.module.css';
import { StuckActions } from './stuck-actions.tsx';

/** One file that the hub does not take: why, where it hangs, and what may be done. */
export function FileDetail({ file }: { readonly file: StuckFile }) {
  const subjects = useQuery('files.subjects', { blobId: file.blobId }).data ?? [];
  return (
    <article className={panes['main']} aria-label={file.name}>
      <header className={panes['head']} data-column>
        <h1>
          <bdi>{file.name}</bdi>
        </h1>
        <span className={styles['dim']}>
          {measured(file.size, 'bytes')} · <time dateTime={file.at}>{inFull(file.at)}</time>
        </span>
      </header>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('file.stuck')}>
        <div className={panes['body']}>
          <Banner tone="warn" icon={IconAlertTriangle}>
            <strong>{t('file.stuck')}</strong> {file.message} {file.isTriedAgain && t('file.again')}
          </Banner>
          <dl className={panes['facts']}>
            {subjects.map((subject) => (
              <Subject key={subject.id} subject={subject} />
            ))}
            <dt>{t('file.kept')}</dt>
            <dd>{t('file.keptBody')}</dd>
          </dl>
          <StuckActions file={file} size="sm" />
        </div>
      </div>
    </article>
  );
}

function Subject({ subject: { subjectType, subjectId } }: { readonly subject: FileSubject }) {
  const { name, singular } = entityOf[subjectType];
  const title = useTitle(name, subjectId);
  return (
    <>
      <dt>{t('file.record')}</dt>
      <dd>
        <Link to={pathOf(name, subjectId)}>
          {title ?? singular} <IconExternalLink size={13} aria-hidden />
        </Link>
      </dd>
    </>
  );
}
