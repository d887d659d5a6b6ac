import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies are files: however long they take, the route itself ends those that stall. */
    readonly takesFiles?: true;
  }
}

/** Cuts lines that do not bring the body of a request within this many milliseconds, but not those that bring files. */
export function endSlowBodies(server: FastifyInstance, within: number): void {
  server.addHook('onRequest', async ({ raw, routeOptions }) => {
    const hasBody = raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0;
    if (!hasBody || routeOptions.config.takesFiles) return;
    const timer = setTimeout(() => raw.socket.destroy(), within);
    const isHere = () => clearTimeout(timer);
    raw.once('end', isHere).once('close', isHere);
  });
}
