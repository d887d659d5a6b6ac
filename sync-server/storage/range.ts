import { HttpProblem } from '../http/problem.ts';

/** Bytes from one place up to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The one range that a `Range` header asks for; null where it asks for all, or in a way that may be passed over. */
export function rangeOf(header: string | undefined, size: number): Range | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (first === '' && last === '') return null;
  const range = first === '' ? { from: Math.max(0, size - Number(last)), to: size } : { from: Number(first), to: last === '' ? size : Math.min(size, Number(last) + 1) };
  if (range.from >= range.to) throw new HttpProblem(416, 'range.invalid', `The file has ${size} bytes; the range is not in it.`, 'range');
  return range;
}
