import { createContext, use, useState, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { PhoneState } from '../machine/state.ts';
import type { Phone } from '../phone.ts';
import { createPhoneStore } from '../store.ts';

interface Held {
  readonly phone: Phone;
  readonly store: StoreApi<PhoneState>;
  /** The country that national numbers are read in. */
  readonly country: string;
}

const PhoneContext = createContext<Held | null>(null);

/** Gives a part of the screen its telephone. */
export function PhoneProvider({ phone, country, children }: { readonly phone: Phone; readonly country: string; readonly children: ReactNode }) {
  const [store] = useState(() => createPhoneStore(phone));
  return <PhoneContext value={{ phone, store, country }}>{children}</PhoneContext>;
}

function useHeld(): Held {
  const held = use(PhoneContext);
  if (!held) throw new Error('A telephone is used outside its provider');
  return held;
}

/** The telephone's commands. */
export const usePhone = (): Phone => useHeld().phone;

/** A part of what the telephone says of itself. */
export const usePhoneState = <Part,>(select: (state: PhoneState) => Part): Part => useStore(useHeld().store, select);

export const useCountry = (): string => useHeld().country;
