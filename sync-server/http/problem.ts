import type { EntityName } from '#domain/kernel/names.ts';
import type { Problem } from '#domain/sync/wire.ts';
import type { FastifyError } from 'fastify';
import { isOutage } from '../commands/violation.ts';

/** An answer that says no, with its status; every error of the hub leaves as one of these. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  /** The kind of rows that were asked for, where the audit should know. */
  readonly about: EntityName | undefined;

  constructor(status: number, code: string, message: string, field?: string, about?: EntityName) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.about = about;
  }

  body(): Problem {
    return { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }) };
  }
}

/** A refused, conflicting or failed command as a problem. */
export class CommandProblem extends HttpProblem {
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, { code, message, field }: Problem, more: Readonly<Record<string, unknown>> = {}) {
    super(status, code, message, field);
    this.more = more;
  }
}

export const sessionEnded = () => new HttpProblem(401, 'session.ended', 'The session has ended. Sign in again.');
export const deviceRevoked = () => new HttpProblem(403, 'device.revoked', 'This device was revoked. Its data must be wiped.');

/** Whatever went wrong as what the hub says of it. */
export function problemOf(error: FastifyError | HttpProblem): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error.statusCode === 413) return new HttpProblem(413, 'body.tooLarge', 'The body is too large. Send less at once.');
  if (error.statusCode === 415) return new HttpProblem(415, 'body.type', 'Send JSON (content-type: application/json).');
  if (error.statusCode === 429) return new HttpProblem(429, 'auth.tooMany', 'Too many attempts. Wait a minute and try again.');
  if (error.statusCode !== undefined && error.statusCode < 500) return new HttpProblem(error.statusCode, 'request.invalid', 'The request cannot be read.');
  if (isOutage(error)) return new HttpProblem(503, 'hub.unavailable', 'The hub cannot reach its database. Try again soon.');
  return new HttpProblem(500, 'hub.fault', 'The hub failed on this. It was written to its log.');
}
