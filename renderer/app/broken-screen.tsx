import { Button, Code } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';

/** A screen that threw while it was drawn: what happened, what was kept, what to do. */
export function BrokenScreen({ error, reset }: ErrorComponentProps) {
  return (
    <StatePage isPage icon={IconMoodSad} tone="bad" title={t('broken.title')} action={<Button onClick={reset}>{t('broken.again')}</Button>}>
      {t('broken.body')}
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
    </StatePage>
  );
}
