import { useEffect, useRef, useState } from 'react';
import * as z from 'zod';
import { useDesk } from './provider.tsx';
import { useSession } from './session.tsx';

const saved = z.object({ value: z.unknown() });

/** A text begun and not sent: kept by the desk at every pause of the hand, and there again after a crash. */
export interface DraftOf<Value> {
  readonly value: Value;
  /** When the draft that was found had been written; null when there was none. */
  readonly restoredAt: string | null;
  readonly isReady: boolean;
  /** Why the last letters could not be kept; null while they are. */
  readonly failure: string | null;
  readonly set: (value: Value) => void;
  /** Forgets the draft: it was sent, or its author wants it gone. */
  readonly clear: () => void;
}

const pause = 250;

/** Holds a draft under a key; `schema` guards against drafts of an older version, which are left alone. */
export function useDraft<Value>(key: string, schema: z.ZodType<Value>, empty: Value): DraftOf<Value> {
  const { bridge, unkept } = useDesk();
  const place = `${useSession().userId} ${key}`;
  const [state, setState] = useState<{ readonly value: Value; readonly restoredAt: string | null; readonly isReady: boolean }>({ value: empty, restoredAt: null, isReady: false });
  const [failure, setFailure] = useState<string | null>(null);
  const unsaved = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const isTouched = useRef(false);

  const save = useRef((text: string) => {
    unkept.set(place, text);
    void bridge.device('drafts.save', { key, value: text }).then((outcome) => {
      if (outcome.ok && unkept.get(place) === text) unkept.delete(place);
      setFailure(outcome.ok ? null : outcome.message);
    });
  });
  const flush = useRef(() => {
    if (!unsaved.current) return;
    clearTimeout(unsaved.current.timer);
    save.current(unsaved.current.text);
    unsaved.current = null;
  });

  useEffect(() => {
    let isHere = true;
    const leave = flush.current;
    bridge.query('drafts.get', { key }).then(
      (draft) => {
        if (!isHere) return;
        const text = unkept.get(place) ?? draft?.value ?? '';
        if (unkept.has(place)) save.current(text);
        const found = text === '' ? null : parse(text, schema);
        setState((now) => (found && !isTouched.current ? { value: found.value, restoredAt: draft?.at ?? new Date().toISOString(), isReady: true } : { ...now, isReady: true }));
      },
      // A desk that cannot read its drafts says so elsewhere; the person may still type.
      () => isHere && setState((now) => ({ ...now, isReady: true })),
    );
    window.addEventListener('pagehide', leave);
    return () => {
      isHere = false;
      window.removeEventListener('pagehide', leave);
      leave();
    };
    // A draft belongs to one key for life: who changes the key remounts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return {
    ...state,
    failure,
    set: (value) => {
      isTouched.current = true;
      setState((now) => ({ ...now, value, restoredAt: null }));
      if (unsaved.current) clearTimeout(unsaved.current.timer);
      unsaved.current = { text: JSON.stringify({ value }), timer: setTimeout(() => flush.current(), pause) };
    },
    clear: () => {
      if (unsaved.current) clearTimeout(unsaved.current.timer);
      unsaved.current = null;
      isTouched.current = true;
      save.current('');
      setState({ value: empty, restoredAt: null, isReady: true });
    },
  };
}

function parse<Value>(text: string, schema: z.ZodType<Value>): { readonly value: Value } | null {
  try {
    const value = schema.safeParse(saved.parse(JSON.parse(text)).value);
    return value.success ? { value: value.data } : null;
  } catch {
    // Not JSON: a draft of another version, which stays in the vault but cannot be shown here.
    return null;
  }
}
