import type { StuckFile } from '#domain/desk/queries.ts';
import { Button } from '@mantine/core';
import { IconDeviceFloppy, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { newId } from '../../bridge/command-id.ts';
import { useBridge } from '../../bridge/provider.tsx';
import { useSession } from '../../bridge/session.tsx';
import { t } from '../../ui/text.ts';
import styles from './attached-files.module.css';
import { openFile, saveFile } from './files.ts';

interface Props {
  readonly file: StuckFile;
  readonly size: 'compact-xs' | 'sm';
}

/** What a person may do with a file that the hub does not take. */
export function StuckActions({ file: { id, blobId, name }, size }: Props) {
  const bridge = useBridge();
  const { userId } = useSession();
  const [isDiscarding, setDiscarding] = useState(false);
  const [told, tell] = useState('');
  const decide = async (choice: 'discard' | 'retry') => {
    const outcome = await bridge.device('files.decide', { file: id, choice });
    tell(outcome.ok ? '' : outcome.message);
    return outcome.ok;
  };
  const save = async () => {
    const opened = await openFile(bridge, { blobId, verb: 'download' }, () => {});
    tell(opened.ok ? '' : opened.message);
    if (opened.ok) saveFile({ blob: opened.blob, name });
  };
  const discard = async () => {
    const own = (await bridge.query('files.subjects', { blobId })).filter(({ createdBy }) => createdBy === userId);
    if (!(await decide('discard'))) return;
    // What never arrived hangs nowhere.
    for (const link of own) await bridge.send('blobs.unlink', { id: link.id }, newId());
  };
  return (
    <div className={styles['actions']}>
      <Button size={size} variant="default" leftSection={<IconRefresh size={14} />} onClick={() => void decide('retry')}>
        {t('file.retry')}
      </Button>
      <Button size={size} variant="default" leftSection={<IconDeviceFloppy size={14} />} onClick={() => void save()}>
        {t('file.save')}
      </Button>
      {isDiscarding ? (
        <>
          <Button size={size} color="red" leftSection={<IconTrash size={14} />} onClick={() => void discard()}>
            {t('file.discardSure')}
          </Button>
          <Button size={size} variant="subtle" color="gray" onClick={() => setDiscarding(false)}>
            {t('dialog.cancel')}
          </Button>
        </>
      ) : (
        <Button size={size} variant="subtle" color="red" c="var(--hf-bad)" leftSection={<IconTrash size={14} />} onClick={() => setDiscarding(true)}>
          {t('file.discard')}
        </Button>
      )}
      {told !== '' && (
        <span role="alert" className={styles['told']}>
          {told}
        </span>
      )}
    </div>
  );
}
