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
      cable.abort(new TypeError('the line broke'));
      cable = new AbortController();
    },
  };
  const send: typeof fetch = async (input, init = {}) => {
    if (!line.up) throw new TypeError('no line');
    const signal = init.signal ? AbortSignal.any([init.signal, cable.signal]) : cable.signal;
    // Streams and long polls are only ever cut; commands and sign-ins meet the other faults.
    const fault = init.method === 'POST' ? line.faults.shift() : undefined;
    if (fault === 'dropRequest') throw new TypeError('the request was lost');
    if (fault === 'late') await new Promise((done) => setTimeout(done, 60));
    if (fault === 'duplicate') await (await base(input, { ...init, signal })).arrayBuffer();
    const answer = await base(input, { ...init, signal });
    if (fault !== 'dropAnswer') return answer;
    await answer.arrayBuffer();
    throw new TypeError('the answer was lost');
  };
  return { fetch: send, line };
}
