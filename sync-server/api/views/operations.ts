import type { Operation } from '../operation.ts';
import { auditViews } from './audit.ts';
import { contactViews } from './contacts.ts';
import { searchViews } from './search.ts';
import { workViews } from './work.ts';

/** Read models: rows of several kinds at once. */
export const viewOperations: readonly Operation[] = [...contactViews, ...workViews, ...searchViews, ...auditViews];
