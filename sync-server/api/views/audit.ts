import * as z from 'zod';
import { walkAudit } from '../../audit/chain.ts';
import { denied } from '../problem.ts';
import { view } from './view.ts';

/** Whether the tenant's audit is as it was written, or the first row where it is not. */
export const auditViews = [
  view('/audit/verification', {
    summary: 'Walk the audit chain and say whether it is whole',
    args: z.strictObject({}),
    read: ({ tx, call: { caller } }) => {
      if (caller.grants['audit.view'] !== 'tenant') throw denied('verifying the audit');
      return walkAudit(tx, caller.tenantId);
    },
  }),
];
