import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { ownAddress } from '../../sync-server/telephony/pbx/sipp.ts';

/** Sends datagrams as they are to a PBX's SIP port, from its carrier's net; nothing is answered or awaited. */
export async function sendRaw(sipUrl: string, messages: readonly Uint8Array[]): Promise<void> {
  const [, host = '', port] = /^sip:([\d.]+):(\d+)$/.exec(sipUrl) ?? [];
  const socket = createSocket('udp4');
  socket.bind(0, ownAddress('127.2.0.0/16'));
  await once(socket, 'listening');
  for (const message of messages) await new Promise((resolve) => socket.send(message, Number(port), host, resolve));
  socket.close();
  await once(socket, 'close');
}

/** An INVITE whose caller has a name of any bytes. */
export function rawInvite(to: string, from: string, name: Uint8Array): Uint8Array {
  const tag = Math.random().toString(36).slice(2);
  const sdp = 'v=0\r\no=- 1 1 IN IP4 127.2.0.1\r\ns=-\r\nc=IN IP4 127.2.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\n';
  const head = `INVITE sip:${to}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.2.0.1:5060;rport;branch=z9hG4bK${tag}\r\nMax-Forwards: 70\r\nFrom: "`;
  const rest = `" <sip:${from}@127.2.0.1>;tag=${tag}\r\nTo: <sip:${to}@127.0.0.1>\r\nCall-ID: ${tag}\r\nCSeq: 1 INVITE\r\nContact: <sip:${from}@127.2.0.1>\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`;
  return Buffer.concat([Buffer.from(head), name, Buffer.from(rest)]);
}

/** A packet of sound: when it was, in seconds of the call's audio, and how loud from 0 to 1. */
export interface Heard {
  readonly at: number;
  readonly loudness: number;
}

/** A caller who says nothing and keeps what they hear, up to `hangUp`. */
export async function hearCall(sipUrl: string, to: string, from: string) {
  const [, host = '', port] = /^sip:([\d.]+):(\d+)$/.exec(sipUrl) ?? [];
  const own = ownAddress('127.2.0.0/16');
  const [sip, rtp] = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of [sip, rtp]) socket.bind(0, own);
  await Promise.all([sip, rtp].map((socket) => once(socket, 'listening')));
  const packets: Buffer[] = [];
  rtp.on('message', (packet: Buffer) => packets.push(packet));
  const tag = Math.random().toString(36).slice(2);
  const sdp = `v=0\r\no=- 1 1 IN IP4 ${own}\r\ns=-\r\nc=IN IP4 ${own}\r\nt=0 0\r\nm=audio ${rtp.address().port} RTP/AVP 0\r\n`;
  const say = (method: string, sequence: number, target: string, toTag: string, body = '') => {
    const head = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${own}:${sip.address().port};branch=z9hG4bK${tag}${method}`,
      'Max-Forwards: 70',
      `From: <sip:${from}@${own}>;tag=${tag}`,
      `To: <sip:${to}@${host}>${toTag}`,
      `Call-ID: ${tag}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:${from}@${own}:${sip.address().port}>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
    ];
    sip.send(`${head.join('\r\n')}\r\n\r\n${body}`, Number(port), host);
  };
  const answer = (sequence: number) =>
    new Promise<string>((resolve) => {
      const read = (message: Buffer) => {
        const text = message.toString();
        if (!/^SIP\/2\.0 [2-6]/.test(text) || !text.includes(`CSeq: ${sequence} `)) return;
        sip.off('message', read);
        resolve(text);
      };
      sip.on('message', read);
    });
  const answered = answer(1);
  say('INVITE', 1, `sip:${to}@${host}:${port}`, '', sdp);
  const taken = await answered;
  if (!taken.startsWith('SIP/2.0 200')) throw new Error(`The call to ${to} was not answered: ${taken.split('\r\n')[0]}`);
  const target = /^Contact: <([^>]+)>/m.exec(taken)?.[1] ?? '';
  const toTag = /^To:.*(;tag=[^;\r]+)/m.exec(taken)?.[1] ?? '';
  say('ACK', 1, target, toTag);
  return {
    heard: (): readonly Heard[] => {
      const first = packets[0]?.readUInt32BE(4) ?? 0;
      return packets.map((packet) => ({ at: (packet.readUInt32BE(4) - first) / 8000, loudness: loudnessOf(packet.subarray(12)) }));
    },
    hangUp: async () => {
      const gone = answer(2);
      say('BYE', 2, target, toTag);
      await gone;
      for (const socket of [sip, rtp]) socket.close();
    },
  };
}

/** The root mean square of µ-law samples, of their full scale. */
function loudnessOf(samples: Uint8Array): number {
  const sum = samples.reduce((total, sample) => total + linear(sample) ** 2, 0);
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length) / 32_635;
}

/** ITU-T G.711, backwards. */
function linear(sample: number): number {
  const code = ~sample & 0xff;
  return (code & 0x80 ? -1 : 1) * (((((code & 0x0f) << 3) + 132) << ((code >> 4) & 7)) - 132);
}
