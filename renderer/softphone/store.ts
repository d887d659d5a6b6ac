import { createStore, type StoreApi } from 'zustand';
import type { PhoneState } from './machine/state.ts';
import type { Phone } from './phone.ts';

/** The phone's state as screens read it; holds what the phone says and nothing else. */
export function createPhoneStore(phone: Phone): StoreApi<PhoneState> {
  const store = createStore<PhoneState>()(() => phone.state());
  phone.subscribe((state) => store.setState(state, true));
  return store;
}
