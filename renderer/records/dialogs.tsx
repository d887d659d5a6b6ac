import type { CommandName } from '#domain/bridge.ts';
import { createContext, use, useState, type ReactNode } from 'react';
import { CommandDialog, type DialogSpec } from './command-dialog.tsx';

type OpenDialog = <Name extends CommandName>(spec: DialogSpec<Name>) => void;
const DialogContext = createContext<OpenDialog | null>(null);

/** Shows the one dialog that may be open over the screens. */
export function DialogProvider({ children }: { readonly children: ReactNode }) {
  const [spec, setSpec] = useState<DialogSpec | null>(null);
  // A spec is only ever run under its own command's name, so the widened type loses nothing.
  const open: OpenDialog = (next) => setSpec(next as unknown as DialogSpec);
  return (
    <DialogContext value={open}>
      {children}
      {spec && <CommandDialog key={`${spec.command}:${spec.about}`} spec={spec} onClose={() => setSpec(null)} />}
    </DialogContext>
  );
}

/** Opens a command's dialog. */
export function useOpenDialog(): OpenDialog {
  const open = use(DialogContext);
  if (!open) throw new Error('A dialog is opened outside its provider');
  return open;
}
