type Args = Readonly<Record<string, unknown>>;

/** The arguments that a person meant: an edit's patch, else everything but the ids that say where. */
export function entriesOf(args: unknown): readonly (readonly [string, unknown])[] {
  if (!isArgs(args)) return [];
  const { patch } = args;
  if (isArgs(patch)) return Object.entries(patch);
  return Object.entries(args).filter(([name, value]) => !['base', 'id', 'from', 'subject', 'despiteDuplicates'].includes(name) && value !== null && value !== undefined);
}

/** The arguments with other values in the same places. */
export function withEntries(args: unknown, values: Args): unknown {
  if (!isArgs(args)) return args;
  const { patch } = args;
  return isArgs(patch) ? { ...args, patch: { ...patch, ...values } } : { ...args, ...values };
}

const isArgs = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value);
