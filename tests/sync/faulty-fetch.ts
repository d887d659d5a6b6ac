/** What the line between one desk and its hub does; the test turns it. */
export interface Line {
  up: boolean;
  /** Faults waiting for the next requests that are not streams. */
  readonly faults: ('dropAnswer' | 'dropRequest' | 'duplicate' | 'late')[];
  /** Breaks every request and stream under way. */
  readonly cut: () => void;
}

/** A `fetch` whose line can be cut, and loses, repeats or delays requests as it is told. */
export function faultyFetch(base: typeof fetch = fetch): { readonly fetch: typeof fetch; readonly line: Line } {
  let cable = new AbortController();
  const line: Line = {
    up: true,
    faults: [],
    cut: () => {
      cable.abort(broken('the line broke'));
      cable = new AbortController();
    },
  };
  const send: typeof fetch = async (input, init = {}) => {
    if (!line.up) throw broken('no line');
    const signal = init.signal ? AbortSignal.any([init.signal, cable.signal]) : cable.signal;
    // Streams and long polls are only ever cut; commands and sign-ins meet the other faults.
    const fault = init.method === 'POST' ? line.faults.shift() : undefined;
    if (fault === 'dropRequest') throw broken('the request was lost');
    if (fault === 'late') await new Promise((done) => setTimeout(done, 60));
    if (fault === 'duplicate') await (await base(input, { ...init, signal })).arrayBuffer();
    const answer = await base(input, { ...init, signal });
    if (fault !== 'dropAnswer') return answer;
    await answer.arrayBuffer();
    throw broken('the answer was lost');
  };
  return { fetch: send, line };
}

/** A broken line as Node names one. */
const broken = (message: string): Error => Object.assign(new Error(message), { code: 'ECONNRESET' });
