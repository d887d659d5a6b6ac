import nodemailer from 'nodemailer';
import { Hopeless } from '../jobs/parts/work.ts';

/** One letter to one person. */
export interface Letter {
  /** The same letter twice has the same id, so that a receiver may drop the second. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail through a server of the tenant's or the operator's own. */
export interface Mailer {
  /** Resolves once the server has taken the letter; what it refuses for good is hopeless. */
  readonly send: (letter: Letter) => Promise<void>;
  readonly stop: () => void;
}

const patience = 20_000;

/** A mailer by the address of an SMTP server, `smtps://user:password@host` or `smtp://host:port`. */
export function createMailer({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mailer {
  const timeouts = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport = nodemailer.createTransport({ ...readServer(smtpUrl), ...timeouts });
  const domain = from.replace(/^.*@/, '').replace(/>.*$/, '');
  return {
    send: async ({ id, to, subject, text }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: subject.replace(/[\r\n]+/g, ' '),
          text,
          messageId: `<${id}@${domain}>`,
          headers: { 'auto-submitted': 'auto-generated' },
        });
      } catch (error) {
        const { code, responseCode = 0 } = Object(error) as { readonly code?: string; readonly responseCode?: number };
        // What servers answer quotes addresses: nobody reads more of it than the code.
        const said = code === 'ETLS' ? 'the mail server speaks no TLS, and no password is told without' : responseCode || code || 'unknown';
        // 5xx is the server's last word on this letter; everything else may pass.
        if (responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')) throw new Hopeless(`The mail server refused the letter: ${said}`);
        throw new Error(`The letter was not taken: ${said}`);
      }
    },
    stop: () => transport.close(),
  };
}

function readServer(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const isSecure = protocol === 'smtps:';
  // A password is told to nobody in clear, whatever the server, or who stands before it, says of STARTTLS.
  const auth = username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) }, requireTLS: !isSecure };
  return { host: hostname, port: Number(port || (isSecure ? 465 : 587)), secure: isSecure, ...auth };
}
