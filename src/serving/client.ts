/** Asks a prediction server over connections that stay open. */
import http from 'node:http';

/** Milliseconds after which a request is given up. */
const TIMEOUT = 30_000;

/** What came back. */
export interface Answer {
  /** Code of HTTP; 0 when the connection failed or the answer took too long. */
  status: number;
  /** The parsed body, or what went wrong with the connection. */
  body: unknown;
}

/** A client of one server. Close it. */
export interface PredictionClient {
  /** Posts examples to `/predict`. */
  predict(instances: unknown): Promise<Answer>;
  /** Posts a body as it is: made once, it may be sent often. */
  send(body: string): Promise<Answer>;
  /** Closes its connections. */
  close(): void;
}

/**
 * A client that keeps its connections, as a service that asks another one does.
 *
 * @param url of a server, e.g. of `servePredictions`
 * @param options `connections`: most that are open at once; further requests wait for one. Default 64.
 * @returns a client. Caller closes it.
 * @throws TypeError for an address that is none.
 * @example
 * const client = createClient('http://127.0.0.1:9'); // nothing listens there
 * (await client.predict([[1, 2]])).status; // 0
 * client.close();
 */
export function createClient(
  url: string,
  { connections = 64 }: { connections?: number } = {},
): PredictionClient {
  const address = new URL('/predict', url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections, noDelay: true });
  const send = (body: string) => post(address, agent, body);
  return {
    send,
    predict: (instances) => send(JSON.stringify({ instances })),
    close: () => agent.destroy(),
  };
}

function post(address: URL, agent: http.Agent, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve({ status: 0, body: error.message });
    const request = http.request(address, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', failed);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)) }),
      );
    });
    request.setTimeout(TIMEOUT, () => request.destroy(noAnswer()));
    request.once('error', failed);
    request.end(body);
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return bytes.toString();
  }
}

const noAnswer = (): Error =>
  new Error(
    `createClient: expected an answer within ${TIMEOUT / 1000} seconds; got none; look at the server's /health.`,
  );
