import type { CommandName } from '#domain/bridge.ts';
import type { Icon } from '@tabler/icons-react';
import type { DialogSpec } from './command-dialog.tsx';

/** One thing that may be done with a record: a command, why it cannot be run now, and what it asks first. */
export interface RecordAction {
  readonly command: CommandName;
  readonly label: string;
  readonly icon: Icon;
  readonly reason: string | null;
  readonly key?: string;
  readonly isMain?: boolean;
  readonly isGrave?: boolean;
  readonly dialog: DialogSpec;
}

/** Fits a dialog for one command among dialogs for any. */
export const anyDialog = <Name extends CommandName>(spec: DialogSpec<Name>): DialogSpec =>
  // A spec is only ever run under its own command's name, so the widened type loses nothing.
  spec as unknown as DialogSpec;
