import type { Problem } from '#domain/sync/wire.ts';

/** An answer that says no, with its status; every error of the hub leaves as one of these. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  body(): Problem {
    return { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }) };
  }
}

export const sessionEnded = () => new HttpProblem(401, 'session.ended', 'The session has ended. Sign in again.');
export const deviceRevoked = () => new HttpProblem(403, 'device.revoked', 'This device was revoked. Its data must be wiped.');
