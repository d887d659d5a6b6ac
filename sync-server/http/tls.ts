import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import { isIP } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import selfsigned from 'selfsigned';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface CertificateOptions {
  readonly home: string;
  readonly host: string;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Whether only programs on this computer can reach an address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** What the hub proves itself with: given files, else its own; null on loopback, where nobody listens in. */
export async function certificateFor({ home, host, cert, key }: CertificateOptions): Promise<Certificate | null> {
  if (cert !== null && key !== null) return { cert: readPem(cert), key: readPem(key) };
  if (isLoopback(host)) return null;
  return ownCertificate(path.join(home, 'tls'), host);
}

function readPem(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const days = (count: number) => new Date(Date.now() + count * 86_400_000);

/** The hub's own authority is made once and kept, so that desks which trust it still do when the certificate is renewed. */
async function ownCertificate(folder: string, host: string): Promise<Certificate> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await kept(
    folder,
    'authority',
    () => true,
    () =>
      selfsigned.generate([{ name: 'commonName', value: 'Holdfast hub authority' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        notBeforeDate: days(-1),
        notAfterDate: days(3650),
        extensions: [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
        ],
      }),
  );
  const names = [...new Set([os.hostname(), 'localhost', host, '127.0.0.1', ...addresses()])].filter((name) => name !== '0.0.0.0' && name !== '::');
  const own = await kept(
    folder,
    'hub',
    (cert) =>
      new X509Certificate(cert).validToDate > days(30) && names.every((name) => (isIP(name) ? new X509Certificate(cert).checkIP(name) : new X509Certificate(cert).checkHost(name))),
    () =>
      selfsigned.generate([{ name: 'commonName', value: os.hostname() }], {
        keyType: 'ec',
        algorithm: 'sha256',
        notBeforeDate: days(-1),
        notAfterDate: days(825),
        ca: { key: authority.key, cert: authority.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true },
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })) },
        ],
      }),
  );
  return { key: own.key, cert: `${own.cert.trim()}\n${authority.cert.trim()}\n` };
}

const addresses = () =>
  Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ scopeid }) => !scopeid)
    .map(({ address }) => address);

async function kept(
  folder: string,
  name: string,
  isGood: (cert: string) => boolean,
  make: () => Promise<{ readonly private: string; readonly cert: string }>,
): Promise<Certificate> {
  const certFile = path.join(folder, `${name}.crt`);
  const keyFile = path.join(folder, `${name}.key`);
  if (fs.existsSync(certFile) && fs.existsSync(keyFile)) {
    const found = { cert: readPem(certFile), key: readPem(keyFile) };
    if (isGood(found.cert)) return found;
  }
  const made = await make();
  fs.writeFileSync(keyFile, made.private, { mode: 0o600 });
  fs.writeFileSync(certFile, made.cert, { mode: 0o644 });
  return { cert: made.cert, key: made.private };
}
