import { Button } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Asked } from '../bridge/live.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ListFailure } from './list-failure.tsx';
import { Waiting } from './waiting.tsx';

interface Props<Row> {
  /** The record that was asked for; `notThere` where the address names none. */
  readonly asked: Asked<Row | null>;
  /** What is said of a record that is not in sight, and where one goes from there. */
  readonly missing: { readonly title: string; readonly body: string; readonly to?: { readonly path: string; readonly label: string } };
  readonly children: (row: Row) => ReactNode;
}

/** The answer for an address that can name no record. */
export const notThere: Asked<null> = { data: null, failure: null };

/** The place of one record, in each of its states: asked for, unreadable, not in sight, found. */
export function RecordPane<Row>({ asked: { data, failure }, missing, children }: Props<Row>) {
  const { history } = useRouter();
  // A local answer takes a few milliseconds: nothing is drawn rather than something that flickers.
  if (data === undefined) return <div className={panes['main']}>{failure ? <ListFailure failure={failure} hasRows={false} /> : <Waiting />}</div>;
  if (data !== null) return children(data);
  const { title, body, to } = missing;
  return (
    <div className={panes['main']}>
      <StatePage
        icon={IconEyeOff}
        title={title}
        action={
          to ? (
            <Button variant="default" onClick={() => history.push(to.path)}>
              {to.label}
            </Button>
          ) : null
        }
      >
        {body}
      </StatePage>
    </div>
  );
}
