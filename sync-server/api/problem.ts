import { STATUS_CODES } from 'node:http';
import { HttpProblem } from '../http/problem.ts';

/** The body of every error of the API (RFC 9457); `code` is stable, `field` names what is at fault. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly field?: string;
}

/** The same as a schema. */
export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong, in words.' },
    code: { type: 'string', description: 'A stable name of what went wrong.' },
    field: { type: 'string', description: 'The field, parameter or header that is at fault.' },
  },
};

/** The media type of problem details. */
export const problemType = 'application/problem+json; charset=utf-8';

/** A problem as its details. */
export function detailsOf({ status, code, message, field, more }: HttpProblem & { readonly more?: Readonly<Record<string, unknown>> }): ProblemDetails {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail: message, code, ...(field === undefined ? {} : { field }), ...more };
}

const statuses: Readonly<Record<string, number>> = {
  'auth.denied': 403,
  'command.unknown': 404,
  'command.tooLarge': 413,
  'row.missing': 422,
  'row.deleted': 409,
  'row.stale': 412,
  'row.inUse': 409,
  'unique.taken': 409,
  'state.forbidden': 409,
  'command.duplicate': 409,
  'command.foreign': 409,
  'parent.refused': 409,
  'tenant.inactive': 403,
};

/** The status of a refusal; what is not listed is a value that the domain does not take. */
export const statusOf = (code: string): number => statuses[code] ?? 422;

export const missing = () => new HttpProblem(404, 'row.missing', 'There is no such row, or you may not see it.', 'id');
export const denied = (what: string) => new HttpProblem(403, 'auth.denied', `Your role does not allow ${what} here.`);
export const invalid = (field: string, message: string) => new HttpProblem(400, 'field.invalid', `${field}: ${message}`, field);
