import { beatHeader, wakeEvent, type WakeEvent } from '#domain/sync/wire.ts';
import { HubGarbled, parseJson, refusalOf, textOf, type HubClient } from './hub-client.ts';

/** Listens to the hub's news until the line breaks, from a position on; `onBeat` hears that nothing is new, `onOpen` within how many milliseconds it will hear something; 0 where the hub does not say. */
export async function listen(
  hub: HubClient,
  signal: AbortSignal,
  {
    since,
    onOpen,
    onEvent,
    onBeat,
  }: { readonly since: string | null; readonly onOpen: (beat: number) => void; readonly onEvent: (event: WakeEvent) => void; readonly onBeat: () => void },
): Promise<never> {
  const search = new URLSearchParams(since === null ? {} : { since });
  const response = await hub.request('/v1/wake', { search, signal, headers: { accept: 'text/event-stream' }, idle: 65_000 });
  if (response.status !== 200) throw refusalOf(response.status, await textOf(response.body));
  onOpen(Number(response.headers.get(beatHeader)));
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of response.body) {
    const blocks = (rest + decoder.decode(part, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5))
        .join('\n');
      if (data === '') onBeat();
      else onEvent(eventOf(data));
    }
  }
  signal.throwIfAborted();
  throw new Error('The hub closed the stream of news.');
}

function eventOf(data: string): WakeEvent {
  const parsed = wakeEvent.safeParse(parseJson(data));
  if (!parsed.success) throw new HubGarbled('The hub sent news that this desk cannot read.');
  return parsed.data;
}
