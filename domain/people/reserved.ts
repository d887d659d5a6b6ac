import type { Id } from '#domain/kernel/names.ts';

/** Two users whom every tenant has as members and nobody signs in as. */
export const reserved = {
  system: '00000000-0000-7000-8000-000000000001' as Id<'users'>,
  /** Machines with a key act as this one. */
  integration: '00000000-0000-7000-8000-000000000002' as Id<'users'>,
} as const;
