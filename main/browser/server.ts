import { beatEvery, enterPath, enterRequest, longestMessage, socketPath } from '#domain/bridge-wire.ts';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Connection, Port } from '../bridge/dispatcher.ts';
import { isOurs, isOurSocket, secretOf } from './guard.ts';
import { servePage } from './pages.ts';
import { policyOf, safeHeaders } from './policy.ts';
import { cookieName, createSessions, sessionLives } from './sessions.ts';
import { createTokens } from './tokens.ts';

/** A desk in a browser: a page and a socket on loopback. */
export interface BrowserShell {
  readonly url: string;
  readonly tokenFile: string;
  readonly stop: () => Promise<void>;
}

interface Deps {
  /** A window's side of the bridge. */
  readonly connect: (port: Port) => Connection;
  /** Where the page may connect beside this desk. */
  readonly reaches?: () => readonly string[];
  /** The built interface. */
  readonly pages: string;
  readonly tokenFile: string;
  /** Where host, port and sessions are kept. */
  readonly stateFile: string;
  readonly fault: (where: string, cause: unknown) => void;
  /** null takes the port of the last start, or a free one. */
  readonly port: number | null;
}

const mostSockets = 32;
/** A window that has not read this much is behind. */
const behind = 1024 * 1024;

export async function createBrowserShell({ connect, reaches = () => [], pages, tokenFile, stateFile, fault, port }: Deps): Promise<BrowserShell> {
  const sessions = createSessions({ file: stateFile });
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16_384 });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false, clientTracking: true });
  const bound = await listen(server, port, sessions.port);
  if (bound !== sessions.port) sessions.keepPort(bound);
  const origin = `http://${sessions.host}:${bound}`;
  const tokens = createTokens({ file: tokenFile, fault });
  const boot = randomUUID();

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    if (!isOurs(request, origin)) return refuse(response, 403, 'This desk speaks only to its own page.');
    if (request.method === 'POST' && request.url === enterPath) {
      return void enter(request, response).catch((cause: unknown) => {
        fault('enter', cause);
        response.destroy();
      });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'This desk serves its page, and no more.');
    servePage(pages, policyOf(origin, reaches()), request, response);
  });

  const enter = async (request: IncomingMessage, response: ServerResponse) => {
    const parsed = enterRequest.safeParse(await readJson(request));
    if (!parsed.success || !tokens.spend(parsed.data.token)) return refuse(response, 403, 'This link was used or is too old: open the desk from its start page again.');
    const cookie = `${cookieName}=${sessions.begin()}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionLives / 1000}`;
    response.writeHead(204, { 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
  };

  server.on('upgrade', (request, socket, head) => {
    const secret = secretOf(request);
    if (!isOurSocket(request, origin)) return turnAway(socket, '403 Forbidden');
    if (new URL(request.url ?? '/', origin).pathname !== socketPath) return turnAway(socket, '404 Not Found');
    if (!secret || !sessions.isOpen(secret)) return turnAway(socket, '401 Unauthorized');
    if (sockets.clients.size >= mostSockets) return turnAway(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, connect, boot));
  });

  return {
    url: origin,
    tokenFile,
    stop: async () => {
      tokens.stop();
      for (const client of sockets.clients) client.close(1001, 'the desk stops');
      const ended = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      for (const client of sockets.clients) client.terminate();
      await ended;
    },
  };
}

function serve(socket: WebSocket, connect: Deps['connect'], boot: string): void {
  const connection = connect({
    post: (text) =>
      socket.send(text, () => {
        if (socket.bufferedAmount === 0) connection.drained();
      }),
    congested: () => socket.bufferedAmount > behind,
  });
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const beat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
    socket.send('{"kind":"beat"}');
  }, beatEvery);
  socket.on('message', (data, isBinary) => {
    // The socket gives text as a Buffer, and has checked that it is UTF-8.
    if (isBinary || !connection.receive(parse(String(data)))) socket.close(1008, 'no message of the bridge');
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(beat);
    connection.close();
  });
  socket.send(JSON.stringify({ kind: 'ready', boot }));
}

/** Listens on the port asked for; without one on the last start's, and where that is taken on any. */
async function listen(server: Server, asked: number | null, last: number): Promise<number> {
  const bind = (port: number) =>
    new Promise<number>((done, fail) => {
      server.once('error', fail);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        server.off('error', fail);
        const address = server.address();
        done(typeof address === 'object' && address ? address.port : port);
      });
    });
  try {
    return await bind(asked ?? last);
  } catch (cause) {
    server.removeAllListeners('error');
    if (asked === null && last !== 0) return bind(0);
    throw new Error(`port ${asked ?? last} of this desk is in use: choose another with --port, or 0 for a free one`, { cause });
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(`${message}\n`);
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 4096) return null;
    chunks.push(chunk);
  }
  return parse(Buffer.concat(chunks).toString('utf8'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
