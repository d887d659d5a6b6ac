import { Button, CopyButton, Textarea } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { Banner } from './banner.tsx';
import forms from './form.module.css';
import { t } from './text.ts';

/** A secret that nobody can show again: the hub keeps only what it takes to recognise it. */
export function ShownOnce({ label, secret, children }: { readonly label: string; readonly secret: string; readonly children: string }) {
  return (
    <div className={forms['body']} role="status">
      <Banner tone="warn" icon={IconKey} isLive={false}>
        {children}
      </Banner>
      <Textarea label={label} readOnly autosize minRows={1} value={secret} onFocus={(event) => event.currentTarget.select()} data-autofocus />
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />} onClick={copy} style={{ alignSelf: 'flex-start' }}>
            {copied ? t('admin.copied') : t('admin.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
