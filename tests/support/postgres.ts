import { inject } from 'vitest';
import { createDatabase, type FreshDatabase } from './database.ts';
import './postgres-cluster.ts';

export type { FreshDatabase } from './database.ts';

/** Creates an empty database in the cluster of this test run. */
export const freshDatabase = (): Promise<FreshDatabase> => createDatabase(inject('postgresUrl'));
