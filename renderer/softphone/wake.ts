import type { Phone } from './phone.ts';

/** Tells a phone when the network changed under it; the shell adds what only it knows, such as a lid that opened. */
export function watchNetwork(phone: Pick<Phone, 'wake'>): () => void {
  const wake = () => phone.wake();
  const network = networkOf(navigator);
  window.addEventListener('online', wake);
  network?.addEventListener('change', wake);
  return () => {
    window.removeEventListener('online', wake);
    network?.removeEventListener('change', wake);
  };
}

/** The Network Information API is in Chromium but not in TypeScript's DOM. */
const networkOf = (of: Navigator): EventTarget | undefined => (of as Navigator & { readonly connection?: EventTarget }).connection;
