import { IconMapQuestion } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <StatePage
      isPage
      icon={IconMapQuestion}
      title={t('notFound.title')}
      action={
        <Button component={Link} to="/cases" variant="default">
          {t('case.toList')}
        </Button>
      }
    >
      {t('notFound.body')}
    </StatePage>
  );
}
