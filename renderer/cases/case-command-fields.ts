import { longText } from '#domain/kernel/field.ts';

/** Arguments of case commands that are no field of the case: how they look in a dialog. */
export const caseCommandFields = { reason: longText({ max: 1000 }) } as const;
