/** Which connections of a server have a request under way, and which only wait: stopping cuts the latter at once. */
import type http from 'node:http';
import type net from 'node:net';

/** Follows the connections of one server. */
export class Connections {
  private readonly open = new Map<net.Socket, number>();
  private stopping = false;

  /** @param server before it listens */
  constructor(server: http.Server) {
    server.on('connection', (socket) => this.opened(socket));
    server.on('request', (request, response) => {
      const { socket } = request;
      this.count(socket, 1);
      response.once('close', () => this.count(socket, -1));
    });
  }

  /**
   * Cuts connections without a request, now and as soon as theirs is answered. Node's own `closeIdleConnections`
   * leaves those open that have not sent a request yet.
   */
  stop(): void {
    this.stopping = true;
    for (const [socket, requests] of this.open) if (requests === 0) socket.destroy();
  }

  private opened(socket: net.Socket): void {
    this.open.set(socket, 0);
    socket.once('close', () => this.open.delete(socket));
    if (this.stopping) socket.destroy();
  }

  private count(socket: net.Socket, by: number): void {
    const requests = (this.open.get(socket) ?? 0) + by;
    if (this.open.has(socket)) this.open.set(socket, requests);
    // What was written is sent first.
    if (this.stopping && requests === 0) socket.end(() => socket.destroy());
  }
}
