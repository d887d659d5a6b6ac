/** Works for one tenant after another; a tenant whose work fails keeps none of the others from theirs, and the first such failure is thrown at the end. */
export async function eachTenant(tenants: readonly string[], work: (tenantId: string) => Promise<void>): Promise<void> {
  const failures: Error[] = [];
  for (const id of tenants) await work(id).catch((error: unknown) => failures.push(new Error(`The work for tenant ${id} failed.`, { cause: error })));
  if (failures[0]) throw failures[0];
}
