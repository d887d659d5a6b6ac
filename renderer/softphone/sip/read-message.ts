import { monitorModes } from '#domain/calls/supervision.ts';
import type { Core } from 'sip.js';
import type { Party, PbxFacts } from '../machine/state.ts';

type Message = Pick<Core.IncomingMessage, 'getHeader' | 'getHeaders'>;

const longest = 200;

/** Who is at the other end, as far as the PBX vouches for it; never longer than a card can show, and without control characters. */
export function partyOf(message: Message): Party {
  const asserted = message.getHeader('P-Asserted-Identity') ?? message.getHeader('From') ?? '';
  const [all = '', quoted] = /^\s*"((?:[^"\\]|\\.)*)"/.exec(asserted) ?? [];
  const rest = asserted.slice(all.length);
  // Looked for by itself: together with the name before it the search would take as long as a caller likes.
  const address = /<?(?:sips?|tel):([^>;?]*)/i.exec(rest);
  const uri = address?.[1] ?? '';
  const bare = rest.slice(0, address?.index ?? 0);
  const [user = '', host] = uri.split('@');
  const number = clean(decode(host === undefined && !/^[+\d]/.test(user) ? '' : user));
  const name = clean((quoted ?? bare).replaceAll(/\\(.)/g, '$1'));
  const isHidden = /^anonymous$/i.test(number);
  return { number: isHidden ? '' : number, name: name === number || /^anonymous$/i.test(name) ? '' : name };
}

/** What our own PBX adds to the INVITE of a queue call; trunks strip these headers, so nobody else can. */
export function pbxFactsOf(message: Message): PbxFacts {
  const originCallId = headerOf(message, 'X-Pbx-Origin');
  return {
    linkedId: headerOf(message, 'X-Pbx-Linkedid'),
    uniqueId: headerOf(message, 'X-Pbx-Uniqueid'),
    queue: headerOf(message, 'X-Pbx-Queue'),
    ...(originCallId !== null && { originCallId }),
    ...monitorOf(headerOf(message, 'X-Pbx-Monitor') ?? ''),
  };
}

function monitorOf(text: string): Pick<PbxFacts, 'monitor'> {
  const [, mode, agent, linkedId] = /^(\w+) (\d{1,20}) (\S+)$/.exec(text) ?? [];
  const known = monitorModes.find((each) => each === mode);
  return known && agent && linkedId ? { monitor: { mode: known, agent, linkedId } } : {};
}

/** Whether the INVITE asks to be answered without a hand. */
export const asksAnswer = (message: Message): boolean =>
  [...message.getHeaders('Alert-Info'), ...message.getHeaders('Call-Info')].some((value) => /;\s*answer-after\s*=\s*0/i.test(value) || /auto.?answer/i.test(value)) ||
  /^auto$/i.test(message.getHeader('Answer-Mode') ?? '');

/** The Q.850 cause of a Reason header, or the SIP status that a CANCEL quotes. */
export function reasonOf(message: Message): { readonly status: number | null; readonly cause: number | null } {
  const reasons = message.getHeaders('Reason');
  const read = (protocol: RegExp) => {
    const cause = /cause\s*=\s*(\d{1,3})/i.exec(reasons.find((value) => protocol.test(value)) ?? '')?.[1];
    return cause === undefined ? null : Number(cause);
  };
  return { status: read(/^\s*SIP/i), cause: read(/^\s*Q\.850/i) };
}

/** The status line that a NOTIFY about a transfer carries; null when it carries none. */
export function transferStatus(body: string): number | null {
  const status = /^SIP\/2\.0 (\d{3})/.exec(body)?.[1];
  return status === undefined ? null : Number(status);
}

function headerOf(message: Message, name: string): string | null {
  const value = clean(message.getHeader(name) ?? '');
  return value === '' ? null : value;
}

/** Without control characters, without marks that turn the text around it, and short enough for a card; a sign that the cut goes through is no half of one. */
const clean = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/gu, '')
    .trim()
    .slice(0, longest)
    .toWellFormed();

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign is part of the text, then.
    return text;
  }
}
