import { readNumber, tonesOf } from '../../softphone/number.ts';
import type { Phone } from '../../softphone/phone.ts';

/** Calls a number as it stands on a screen; what is none is told by the telephone itself. */
export function readDial(phone: Pick<Phone, 'call'>, number: string, country: string, subject?: string): void {
  const read = readNumber(number, country);
  phone.call('dial' in read ? read.dial : '', { ...tonesOf(read), ...(subject ? { subject } : {}) });
}
