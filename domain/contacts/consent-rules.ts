import type { Consent } from '#domain/contacts/consent.ts';

/** Whether the ledger allows a purpose on a channel: nothing said allows; a withdrawal beats a grant of the same moment. */
export function allows(
  ledger: readonly Pick<Consent, 'action' | 'channelKind' | 'happenedAt' | 'purpose'>[],
  purpose: Consent['purpose'],
  channelKind: Consent['channelKind'],
): boolean {
  const said = ledger.filter((entry) => entry.purpose === purpose && (entry.channelKind === 'any' || entry.channelKind === channelKind));
  const latest = said.reduce((last, { happenedAt }) => (happenedAt > last ? happenedAt : last), '');
  return said.filter(({ happenedAt }) => happenedAt === latest).every(({ action }) => action === 'granted');
}
