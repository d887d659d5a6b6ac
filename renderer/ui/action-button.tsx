import { Button, Kbd, Tooltip, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props extends ButtonProps {
  readonly onClick: () => void;
  /** Why it cannot be pressed now; null when it can. The button stays in the tab order and says so. */
  readonly reason?: string | null;
  readonly hint?: string;
  readonly shortcut?: string;
  readonly children: ReactNode;
}

/** A button that, when it may not be pressed, says why. */
export function ActionButton({ onClick, reason = null, hint, shortcut, children, ...rest }: Props) {
  const words = reason ?? hint;
  const button = (
    <Button variant="default" {...rest} data-disabled={reason !== null} aria-disabled={reason !== null || undefined} onClick={() => reason === null && onClick()}>
      {children}
    </Button>
  );
  if (!words && !shortcut) return button;
  return (
    <Tooltip
      label={
        <>
          {words} {reason === null && shortcut && <Kbd size="xs">{shortcut}</Kbd>}
        </>
      }
    >
      {button}
    </Tooltip>
  );
}
