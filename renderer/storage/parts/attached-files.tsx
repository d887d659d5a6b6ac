import type { EntityName } from '#domain/kernel/names.ts';
import { filesAtMost, type AttachedFile } from '#domain/storage/queries.ts';
import { ActionIcon, Modal } from '@mantine/core';
import { IconDownload, IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type DragEvent } from 'react';
import { useBridge } from '../../bridge/provider.tsx';
import { useHolds, useSession, useStatus } from '../../bridge/session.tsx';
import { useQuery } from '../../bridge/use-query.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { measured, number, stamp } from '../../ui/format.ts';
import panes from '../../ui/panes.module.css';
import { t } from '../../ui/text.ts';
import styles from './attached-files.module.css';
import { attachFile, openFile, saveFile, type OpenedFile } from './files.ts';
import { StuckActions } from './stuck-actions.tsx';
import { useAddress } from './use-address.ts';

interface Props {
  readonly type: EntityName;
  readonly id: string;
}

/** The files of a record: what hangs on it, and a place to add more. */
export function AttachedFiles({ type, id }: Props) {
  const files = useQuery('files.of', { type, id }).data ?? [];
  const { attach, open, shown, close, told } = useFiles({ type, id });
  const chooser = useRef<HTMLInputElement>(null);
  const reason = useHolds()('blobs.link')?.message ?? null;
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (reason === null) void attach([...event.dataTransfer.files]);
  };
  return (
    <section
      className={panes['section']}
      aria-label={t('file.title')}
      data-over={isOver || undefined}
      title={reason === null ? t('file.drop') : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className={panes['sectionHead']}>
        <h2>{t('file.title')}</h2>
        <ActionButton variant="subtle" size="compact-xs" leftSection={<IconPaperclip size={13} />} reason={reason} onClick={() => chooser.current?.click()}>
          {t('file.attach')}
        </ActionButton>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={t('file.attach')}
          onChange={(event) => {
            void attach([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {files.length === 0 && <span className={styles['dim']}>{t('file.none')}</span>}
      <ul className={styles['files']}>
        {files.map((file) => (
          <FileLine key={file.id} file={file} onOpen={open} />
        ))}
      </ul>
      {files.length >= filesAtMost && (
        <Link to="/records/$entity" params={{ entity: 'blobLinks' }} search={{ where: { subjectId: id } }}>
          {t('file.newest', { n: number(filesAtMost) })}
        </Link>
      )}
      {told !== '' && (
        <span role="status" className={styles['told']}>
          {told}
        </span>
      )}
      {shown && <Shown file={shown} onClose={close} />}
    </section>
  );
}

type Open = (file: AttachedFile, verb: 'download' | 'view') => Promise<void>;

function FileLine({ file, onOpen }: { readonly file: AttachedFile; readonly onOpen: Open }) {
  const name = file.name ?? t('file.unnamed');
  const stuck = useStatus().files.find(({ blobId }) => blobId === file.blobId);
  const isHere = file.uploadState === 'local' || file.uploadState === 'uploading';
  return (
    <li className={styles['file']}>
      <button type="button" className={styles['name']} aria-label={t('file.open', { name })} onClick={() => void onOpen(file, 'view')}>
        <bdi>{name}</bdi>
      </button>
      <span className={styles['dim']} title={stamp(file.createdAt)}>
        {isHere ? !stuck && t('file.waits') : file.size !== null && measured(file.size, 'bytes')}
      </span>
      <ActionIcon size={24} variant="subtle" aria-label={t('file.download', { name })} onClick={() => void onOpen(file, 'download')}>
        <IconDownload size={13} />
      </ActionIcon>
      {stuck && (
        <div className={styles['stuck']}>
          <span role="alert">{t('file.stuckLine', { message: stuck.message })}</span>
          <StuckActions file={stuck} size="compact-xs" />
        </div>
      )}
    </li>
  );
}

/** What a desk shows in its own window; everything else is saved. */
const isShown = ({ blob: { type } }: OpenedFile) => /^(?:image|audio)\//.test(type);

function useFiles({ type, id }: Props) {
  const bridge = useBridge();
  const { tenantId } = useSession();
  const [shown, setShown] = useState<OpenedFile | null>(null);
  const [told, tell] = useState('');
  const progress = (name: string) => (share: number) => tell(t('file.busy', { name, percent: String(Math.floor(share * 100)) }));
  return {
    shown,
    told,
    close: () => setShown(null),
    attach: async (files: readonly File[]) => {
      for (const file of files) {
        const failed = await attachFile(bridge, tenantId, file, { type, id }, progress(file.name));
        tell(failed ? t('file.failed', { name: file.name, message: failed.message }) : '');
        if (failed) return;
      }
    },
    open: async ({ blobId, name: known }: AttachedFile, verb: 'download' | 'view') => {
      const name = known ?? t('file.unnamed');
      const opened = await openFile(bridge, { blobId, verb }, progress(name));
      if (!opened.ok) return tell(t('file.notOpened', { name, message: opened.message }));
      tell('');
      const file = { blob: opened.blob, name: opened.name ?? name };
      if (verb === 'view' && isShown(file)) setShown(file);
      else saveFile(file);
    },
  };
}

function Shown({ file: { blob, name }, onClose }: { readonly file: OpenedFile; readonly onClose: () => void }) {
  const address = useAddress(blob);
  return (
    <Modal opened onClose={onClose} title={<bdi>{name}</bdi>} size="xl" closeButtonProps={{ 'aria-label': t('file.close') }}>
      {blob.type.startsWith('image/') ? <img src={address} alt={name ?? ''} className={styles['picture']} /> : <audio src={address} controls />}
    </Modal>
  );
}
