import type { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import type { Lead } from '#domain/pipeline/lead.ts';

/** Refuses a lead that lacks what a prospect must have: an address that works, budget or urgency, and somebody who has it. */
export function checkQualified(lead: Pick<Lead, 'assignedTo' | 'budgetBand' | 'urgency'>, points: readonly Pick<ContactPoint, 'validity'>[]): void {
  if (!points.some(({ validity }) => validity !== 'invalid')) throw new Refusal('lead.missingFields', 'contactId', 'The contact has no address by which to reach them.');
  if (lead.budgetBand === 'unknown' && !lead.urgency) throw new Refusal('lead.missingFields', 'budgetBand', 'Give the budget or the urgency.');
  if (!lead.assignedTo) throw new Refusal('lead.missingFields', 'assignedTo', 'Assign the lead first.');
}
