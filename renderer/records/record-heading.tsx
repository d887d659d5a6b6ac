import { useEffect, useRef, type ReactNode } from 'react';
import { isDialogOpen } from '../ui/attention.ts';

/** The name of the record in sight, which takes the focus when its screen comes. */
export function RecordHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isDialogOpen()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
