/** The domain forbids it. The code is stable and is what the interface translates. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** The field, argument or row that is at fault. */
  readonly field: string | undefined;

  constructor(code: string, field?: string, message?: string) {
    super(message ?? (field ? `${code}: ${field}` : code));
    this.code = code;
    this.field = field;
  }
}

/** One field that two people meant differently. */
export interface Clash {
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** The row holds neither what the editor saw nor what the editor wrote; nothing was written. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
  readonly entity: string;
  readonly id: string;
  readonly clashes: readonly Clash[];

  constructor(entity: string, id: string, clashes: readonly Clash[]) {
    super(`${entity} ${id}: ${clashes.map(({ field }) => field).join(', ')}`);
    this.entity = entity;
    this.id = id;
    this.clashes = clashes;
  }
}
