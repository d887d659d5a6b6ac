import type { Operation } from '../operation.ts';

/** Read models: rows of several kinds at once. */
export const viewOperations: readonly Operation[] = [];
