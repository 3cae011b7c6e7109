/** A Jupyter client, as far as the tests need one: it speaks the real protocol with a real kernel process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as zmq from 'zeromq';

const root = path.resolve(__dirname, '..', '..');
export const kernelMain = path.join(root, 'kernel', 'dist', 'main.js');
export const notebooks = path.join(root, 'notebooks');

export interface Message {
  header: { msg_type: string; msg_id: string };
  parent: { msg_id?: string };
  content: Record<string, unknown>;
}

/** What one request led to. */
export interface Result {
  reply: Record<string, unknown>;
  /** Everything on the IOPub channel that belongs to the request, in order. */
  published: Message[];
}

interface Connection {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((s) => new Promise((resolve) => s.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
  return ports;
}

export interface KernelOptions {
  cwd?: string;
  /** The program that runs the kernel; this Node unless told otherwise. */
  node?: string;
  main?: string;
  env?: NodeJS.ProcessEnv;
}

interface Pending {
  published: Message[];
  reply?: Record<string, unknown>;
  idle: boolean;
  resolve: (result: Result) => void;
}

export class Kernel {
  readonly stderr: string[] = [];
  readonly strays: Message[] = [];
  private onStream: () => void = () => {};
  private readonly session = randomUUID();
  private readonly pending = new Map<string, Pending>();

  private constructor(
    readonly process: ChildProcess,
    private readonly connection: Connection,
    private readonly shell: zmq.Dealer,
    private readonly control: zmq.Dealer,
    private readonly iopub: zmq.Subscriber,
    private readonly heartbeat: zmq.Request,
  ) {
    this.process.stderr?.on('data', (chunk: Buffer) => this.stderr.push(chunk.toString()));
    this.process.stdout?.on('data', (chunk: Buffer) => this.stderr.push(chunk.toString()));
    for (const socket of [shell, control]) void this.listen(socket, 0, (m) => this.onReply(m));
    void this.listen(iopub, 1, (m) => this.onPublished(m));
  }

  /** Starts a kernel and waits until it answers and its output can be heard. */
  static async start(options: KernelOptions = {}): Promise<Kernel> {
    const [shell_port, iopub_port, control_port, stdin_port, hb_port] = (await freePorts(5)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const connection = {
      ...{ transport: 'tcp', ip: '127.0.0.1', key: randomUUID(), signature_scheme: 'hmac-sha256' },
      ...{ shell_port, iopub_port, control_port, stdin_port, hb_port },
    };
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel test '));
    const file = path.join(folder, 'connection.json');
    fs.writeFileSync(file, JSON.stringify(connection));
    const child = spawn(options.node ?? process.execPath, [options.main ?? kernelMain, file], {
      cwd: options.cwd ?? notebooks,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    const [shell, control] = [new zmq.Dealer({ linger: 0 }), new zmq.Dealer({ linger: 0 })];
    const iopub = new zmq.Subscriber({ linger: 0 });
    const heartbeat = new zmq.Request({ linger: 0 });
    shell.connect(`tcp://127.0.0.1:${shell_port}`);
    control.connect(`tcp://127.0.0.1:${control_port}`);
    iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
    iopub.subscribe();
    heartbeat.connect(`tcp://127.0.0.1:${hb_port}`);
    const kernel = new Kernel(child, connection, shell, control, iopub, heartbeat);
    await kernel.ready();
    return kernel;
  }

  /** A subscriber may miss what is published before its connection stands: asks until it hears. */
  private async ready(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = this.request('kernel_info_request', {});
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, 250, undefined));
      if (await Promise.race([answer, late])) return;
    }
    throw new Error(`The kernel does not answer.\n${this.stderr.join('')}`);
  }

  private async listen(
    socket: zmq.Dealer | zmq.Subscriber,
    topics: number,
    handle: (message: Message) => void,
  ): Promise<void> {
    try {
      for await (const frames of socket) {
        const start = frames.findIndex((frame) => frame.toString() === '<IDS|MSG>');
        if (start < 0) throw new Error(`A message without delimiter (${topics} topics).`);
        const [header, parent, , content] = frames
          .slice(start + 2)
          .map((frame) => JSON.parse(frame.toString()) as unknown);
        handle({ header, parent, content } as Message);
      }
    } catch (error) {
      if (!socket.closed) throw error;
    }
  }

  private onReply(message: Message): void {
    const pending = this.pending.get(message.parent.msg_id ?? '');
    if (!pending) return;
    pending.reply = message.content;
    this.finish(message.parent.msg_id ?? '', pending);
  }

  private onPublished(message: Message): void {
    const id = message.parent.msg_id ?? '';
    const pending = this.pending.get(id);
    if (!pending) {
      this.strays.push(message);
      return;
    }
    if (message.header.msg_type === 'status' && message.content['execution_state'] === 'idle')
      pending.idle = true;
    if (message.header.msg_type === 'stream') this.onStream();
    pending.published.push(message);
    this.finish(id, pending);
  }

  private finish(id: string, pending: Pending): void {
    if (!pending.reply || !pending.idle) return;
    this.pending.delete(id);
    pending.resolve({ reply: pending.reply, published: pending.published });
  }

  /** Sends a request; resolves when it was answered and the kernel is idle again. */
  request(type: string, content: object, channel: 'shell' | 'control' = 'shell'): Promise<Result> {
    const msg_id = randomUUID();
    const header = {
      msg_id,
      msg_type: type,
      session: this.session,
      username: 'test',
      version: '5.3',
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const hmac = createHmac('sha256', this.connection.key);
    for (const part of parts) hmac.update(part);
    const done = new Promise<Result>((resolve) =>
      this.pending.set(msg_id, { published: [], idle: false, resolve }),
    );
    void this[channel].send(['<IDS|MSG>', hmac.digest('hex'), ...parts]);
    return done;
  }

  async execute(code: string, options: object = {}): Promise<Cell> {
    const content = { code, silent: false, store_history: true, stop_on_error: true, ...options };
    return new Cell(await this.request('execute_request', content));
  }

  interrupt(): Promise<Result> {
    return this.request('interrupt_request', {}, 'control');
  }

  /**
   * Runs a cell and interrupts it after a while, in milliseconds; a cell that prints something, that long
   * after it did.
   */
  async executeAndInterrupt(code: string, after = 150): Promise<Cell> {
    const printed = new Promise<void>((resolve) => {
      this.onStream = resolve;
    });
    const cell = this.execute(code);
    if (code.includes('console.log')) await printed;
    await new Promise((resolve) => setTimeout(resolve, after));
    await this.interrupt();
    return cell;
  }

  /** Milliseconds until the heartbeat comes back. */
  async beat(): Promise<number> {
    const start = performance.now();
    await this.heartbeat.send('ping');
    await this.heartbeat.receive();
    return performance.now() - start;
  }

  /** Asks the kernel to end; resolves to its exit code. */
  async shutdown(
    restart = false,
  ): Promise<{ reply: Record<string, unknown>; code: number | null }> {
    const exit = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    const { reply } = await this.request('shutdown_request', { restart }, 'control');
    const code = await exit;
    this.disconnect();
    return { reply, code };
  }

  /** Ends a kernel that does not have to say good-bye. */
  kill(): void {
    this.process.kill('SIGKILL');
    this.disconnect();
  }

  private disconnect(): void {
    for (const socket of [this.shell, this.control, this.iopub, this.heartbeat]) socket.close();
  }
}

/** The outcome of one executed cell. */
export class Cell {
  readonly reply: Record<string, unknown>;
  readonly published: Message[];

  constructor({ reply, published }: Result) {
    this.reply = reply;
    this.published = published;
  }

  all(type: string): Record<string, unknown>[] {
    return this.published.filter((m) => m.header.msg_type === type).map((m) => m.content);
  }

  /** Types of the outputs in order, without the frame around them. */
  get types(): string[] {
    return this.published.map((m) => m.header.msg_type).filter((type) => type !== 'status');
  }

  /** The MIME bundle of the trailing value. */
  get data(): Record<string, unknown> {
    return (this.all('execute_result')[0]?.['data'] ?? {}) as Record<string, unknown>;
  }

  /** Plain text of the trailing value. */
  get text(): string | undefined {
    return this.data['text/plain'] as string | undefined;
  }

  stream(name: 'stdout' | 'stderr'): string {
    const parts = this.all('stream').filter((content) => content['name'] === name);
    return parts.map((content) => content['text']).join('');
  }

  get error(): { ename: string; evalue: string; traceback: string[] } | undefined {
    return this.all('error')[0] as
      { ename: string; evalue: string; traceback: string[] } | undefined;
  }

  /** The trace without colors. */
  get trace(): string {
    return (this.error?.traceback ?? []).join('\n').replace(/\x1b\[\d+m/g, '');
  }
}
