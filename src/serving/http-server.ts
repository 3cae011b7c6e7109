/** The HTTP side: routes, limits and time-outs around whatever computes. Loads its server package when first used. */
import http from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Connections } from './connections';
import { refusalOf, type Refusal } from './refusals';

/** Loaded by name, so that no bundle for a page takes it in. */
const PACKAGE: string = 'fastify';

/** What the HTTP side needs to know. */
export interface HttpSide {
  host: string;
  port: number;
  maxBodyBytes: number;
  maxConnections: number;
  requestTimeoutMs: number;
  closeTimeoutMs: number;
  /** Answers the body of a request. */
  predict(body: unknown): Promise<object>;
  /** Whether new requests are taken. */
  ready(): boolean;
  /** Text of `/metrics`. */
  metrics(): string;
  /** Told of each answer to `/predict`. */
  answered(status: number, seconds: number): void;
}

/** A server that listens. */
export interface Listening {
  url: string;
  /** Takes no new connection, finishes what runs, cuts what is left after `closeTimeoutMs`. */
  close(): Promise<void>;
}

/** Routes and the method that each takes. */
const ROUTES: Record<string, string> = {
  ...{ '/predict': 'POST', '/health': 'GET', '/health/live': 'GET', '/health/ready': 'GET' },
  '/metrics': 'GET',
};

/** Starts listening. @throws Error when the port is taken or may not be used. */
export async function listen(side: HttpSide): Promise<Listening> {
  const { fastify } = (await import(PACKAGE)) as typeof import('fastify');
  const { maxBodyBytes: bodyLimit } = side;
  const app = fastify({ bodyLimit, serverFactory: (handler) => rawServer(side, handler) });
  const connections = new Connections(app.server);
  app.removeContentTypeParser('text/plain');
  addRefusals(app, side);
  addRoutes(app, side);
  const { host, port } = side;
  try {
    const url = await app.listen({ host, port });
    return { url, close: () => closing(app, connections, side.closeTimeoutMs) };
  } catch (error) {
    await app.close();
    throw new Error(
      `servePredictions: expected to listen on ${host}:${port}; got ${error instanceof Error ? error.message : String(error)}; ` +
        'pass port: 0 to take a free one.',
      { cause: error },
    );
  }
}

/** Node's server, with a deadline for slow clients. */
function rawServer(side: HttpSide, handler: http.RequestListener): http.Server {
  const { requestTimeoutMs: requestTimeout, maxConnections } = side;
  const server = http.createServer(
    {
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.max(10, Math.min(1000, requestTimeout / 4)),
      keepAliveTimeout: 60_000,
      noDelay: true,
    },
    handler,
  );
  server.maxConnections = maxConnections;
  return server;
}

function addRoutes(app: FastifyInstance, side: HttpSide): void {
  app.post(
    '/predict',
    {
      onResponse: async (_request, reply) => {
        side.answered(reply.statusCode, reply.elapsedTime / 1000);
      },
    },
    async (request) => side.predict(request.body),
  );
  const readiness = async (_request: FastifyRequest, reply: FastifyReply) => {
    const ready = side.ready();
    return reply.code(ready ? 200 : 503).send({ live: true, ready });
  };
  app.get('/health', readiness);
  app.get('/health/ready', readiness);
  app.get('/health/live', async () => ({ live: true }));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(side.metrics()),
  );
}

function addRefusals(app: FastifyInstance, { maxBodyBytes }: HttpSide): void {
  const refuse = (reply: FastifyReply, { status, message, retryAfter }: Refusal) => {
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    return reply.code(status).send({ error: message });
  };
  app.setErrorHandler((error: Error, _request, reply) =>
    refuse(reply, refusalOf(error, { maxBodyBytes })),
  );
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
    if (allowed !== undefined) void reply.header('allow', allowed);
    const message =
      allowed === undefined
        ? `expected one of ${Object.keys(ROUTES).join(', ')}; got another path; mend the address.`
        : `${path}: expected ${allowed}; got ${request.method}; use ${allowed}.`;
    return refuse(reply, { status: allowed === undefined ? 404 : 405, message });
  });
}

async function closing(
  app: FastifyInstance,
  connections: Connections,
  timeoutMs: number,
): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
  try {
    const closed = app.close();
    connections.stop();
    await closed;
  } finally {
    clearTimeout(late);
  }
}
