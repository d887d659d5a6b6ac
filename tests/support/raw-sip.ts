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
