import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import * as z from 'zod';
import { replaceFile } from './files.ts';

/** The certificate by which a desk knows its hub. */
export interface Pin {
  /** PEM; null where the system's own trust, or the loopback, is enough. */
  readonly certificate: string | null;
  /** SHA-256 of a certificate that was seen for the first time, for a person to compare. */
  readonly firstSeen: string | null;
}

/** What kept this desk from knowing its hub: no line, or a certificate it cannot take. */
export class PinError extends Error {
  override readonly name = 'PinError';
}

const pins = z.record(z.string(), z.string());

/** Why a hub's address is of no use; null when it is fine. */
export function wrongAddress(hubUrl: string): string | null {
  if (!URL.canParse(hubUrl)) return `“${hubUrl}” is no address of a hub: give one like https://hub.example.org:8460`;
  const { protocol, hostname } = new URL(hubUrl);
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return `“${hubUrl}” is no address of a hub: it must begin with https://`;
  return isLoopback(hostname) ? null : `a hub beyond this computer speaks TLS only: use https:// instead of ${hubUrl}`;
}

/** The pin of a hub: kept since the first time, else taken now. */
export async function pinOf(hubUrl: string, file: string): Promise<Pin> {
  const { protocol, host, hostname, port } = new URL(hubUrl);
  if (protocol === 'http:') return { certificate: null, firstSeen: null };
  const known = readPins(file);
  const kept = known[host];
  if (kept) return { certificate: kept, firstSeen: null };
  const seen = await look(hostname, Number(port || 443));
  if (seen.certificate !== null) replaceFile(file, JSON.stringify({ ...known, [host]: seen.certificate }));
  return seen;
}

/** Looks at what the hub proves itself with. The system's trust comes first; else the authority that the hub brought is taken. */
function look(host: string, port: number): Promise<Pin> {
  return new Promise((done, fail) => {
    const name = host.replace(/^\[|\]$/g, '');
    // Nothing is sent over this connection; it only shows the certificate that is pinned.
    const socket = connect({ host: name, port, rejectUnauthorized: false, timeout: 10_000, ...(isIP(name) ? {} : { servername: name }) }, () => {
      const chain = socket.getPeerCertificate(true);
      const isTrusted = socket.authorized;
      socket.destroy();
      if (isTrusted) return done({ certificate: null, firstSeen: null });
      const root = rootOf(chain);
      if (!root) return fail(new PinError(`the hub ${host} does not show its whole chain of certificates: give it one that ends in its authority`));
      done({ certificate: new X509Certificate(root.raw).toString(), firstSeen: root.fingerprint256 });
    });
    socket.on('timeout', () => socket.destroy(new Error('no answer')));
    socket.on('error', (cause) => fail(new PinError(`the hub ${host} cannot be reached: ${cause.message}`, { cause })));
  });
}

/** The self-signed end of a chain; null when it does not end in one. */
function rootOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate | null {
  let at = leaf;
  for (let depth = 0; depth < 10; depth++) {
    const issuer = at.issuerCertificate;
    // Node leaves the issuer out where the chain was cut short.
    if (!issuer) return null;
    if (issuer.fingerprint256 === at.fingerprint256) return at;
    at = issuer;
  }
  return null;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

function readPins(file: string): z.output<typeof pins> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  try {
    return pins.parse(JSON.parse(text));
  } catch (cause) {
    // Taking a new pin silently would let an impostor in.
    throw new PinError(`the file ${file} with the certificates of known hubs is damaged: remove it to trust the hub anew`, { cause });
  }
}
