import type { PbxAccount } from '../line/account.ts';

/** A file of the PBX on its way. */
export interface Audio {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Asks the PBX for the audio of a channel; null where it has none. */
export type FetchAudio = (name: string) => Promise<Audio | null>;

const patience = 10 * 60_000;

/** Reads recordings over the PBX's HTTP, by the account that may read them and nothing else there. */
export function fetchAudioOf({ ami, httpUrl, wsUrl }: Pick<PbxAccount, 'ami' | 'httpUrl' | 'wsUrl'>): FetchAudio {
  const base = httpUrl ?? new URL(wsUrl.replace(/^ws/, 'http')).origin;
  const authorization = `Basic ${Buffer.from(`${ami.user}:${ami.secret}`).toString('base64')}`;
  return async (name) => {
    // A channel's name is told by the PBX: it must not lead elsewhere.
    if (!/^[\w-]+(?:\.\d+)?$/.test(name)) return null;
    const answer = await fetch(`${base}/ari/recordings/stored/${name}/file`, { headers: { authorization }, signal: AbortSignal.timeout(patience) });
    if (!answer.ok || !answer.body) {
      // A body that nobody reads holds its connection.
      await answer.body?.cancel();
      if (answer.status === 404) return null;
      throw new Error(`The PBX answered ${answer.status} when it was asked for a recording.`);
    }
    return { size: Number(answer.headers.get('content-length') ?? Number.NaN), bytes: answer.body };
  };
}
