import { fromDesk, type FromDesk } from '#domain/bridge-wire.ts';
import type { Outcome } from '#domain/bridge.ts';
import { expect, vi } from 'vitest';
import type { Core } from './core.ts';

/** A window on the bridge, for tests. */
export function openFakeWindow(core: Pick<Core, 'connect'>) {
  const said: FromDesk[] = [];
  const connection = core.connect({ post: (text) => said.push(fromDesk.parse(JSON.parse(text))) });
  let counter = 0;
  const device = async (name: string, args: object = {}): Promise<Outcome<object>> => {
    const id = ++counter;
    connection.receive({ verb: 'device', id, name, args });
    const heard = await vi.waitFor(() => said.find((each) => each.kind === 'outcome' && each.id === id) ?? expect.fail('no outcome yet'), { timeout: 5000 });
    return (heard.kind === 'outcome' ? heard.outcome : {}) as Outcome<object>;
  };
  const watch = (name: string, args: object = {}) => {
    const id = ++counter;
    connection.receive({ verb: 'watch', id, name, args });
    return () => said.filter((each) => 'id' in each && each.id === id).map((each) => (each.kind === 'answer' ? each.value : each.kind === 'failed' ? each.code : null));
  };
  return { device, watch, connection };
}
