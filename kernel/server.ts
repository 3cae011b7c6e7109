/** Speaks Jupyter's protocol, on top of tslab's server; the sockets live in the mailroom's thread. */
import { ZmqServer } from 'tslab/dist/jupyter';
import type { CourseHandler, ExecuteRequest } from './handler';
import type { Mailroom, PortSocket } from './mailroom';
import { Outputs } from './outputs';
import type { Session } from './session';
import type { SharedState } from './shared';

/** A message of tslab's, whose class it keeps to itself. */
type Message = Parameters<ZmqServer['handleKernelInfo']>[1];
type Router = ZmqServer['shell'];

/** Requests that wait for their turn; everything else is answered at once. */
const queued = new Set(['execute_request']);
/** Notifications for which there is nothing to do: this kernel has no widgets. */
const ignored = new Set(['comm_open', 'comm_msg', 'comm_close', 'input_reply']);

/** Answers to requests that tslab does not know. */
const unknownToTslab: Record<string, { type: string; content: object } | undefined> = {
  history_request: { type: 'history_reply', content: { status: 'ok', history: [] } },
  interrupt_request: { type: 'interrupt_reply', content: { status: 'ok' } },
};

export class CourseServer extends ZmqServer {
  private queue: Promise<void> = Promise.resolve();
  private running: Message | undefined;
  private aborting = false;

  constructor(
    readonly course: CourseHandler,
    private readonly session: Session,
    private readonly mailroom: Mailroom,
    private readonly shared: SharedState,
    key: string,
  ) {
    super(course, '');
    this.connInfo = { key } as ZmqServer['connInfo'];
    const { iopub, shell, control, stdin } = mailroom.sockets;
    Object.assign(this, { iopub, shell, control, stdin, hb: stdin });
  }

  override async init(): Promise<void> {
    this.mailroom.deliverTo({
      received: (socket, frames) => this.receive(socket, frames),
      terminated: (run) => this.session.terminated(run),
    });
    return Promise.resolve();
  }

  private receive(socket: PortSocket, frames: Buffer[]): void {
    const type = messageType(frames);
    const handle = (): Promise<void> =>
      this.handleShellMessage(socket as unknown as Router, ...frames).catch((error: unknown) =>
        process.emitWarning(`TypeScript kernel: a ${type} failed: ${String(error)}`),
      );
    if (type === 'interrupt_request' && this.shared.takeInterrupt())
      this.session.interrupts.request();
    if (ignored.has(type)) return;
    if (queued.has(type)) this.queue = this.queue.then(handle);
    else this.answerNow(handle);
  }

  /** Answers while a cell may be waiting for something; afterwards the kernel is as busy as before. */
  private answerNow(handle: () => Promise<void>): void {
    const { running } = this;
    void this.shared.asKernel(handle).then(() => {
      if (running && running === this.running) this.publishStatus('busy', running);
    });
  }

  override async handleShellMessage(socket: Router, ...frames: Buffer[]): Promise<void> {
    const reply = unknownToTslab[messageType(frames)];
    if (!reply) return super.handleShellMessage(socket, ...frames);
    const message = this.parse(frames);
    if (!message) return;
    this.publishStatus('busy', message);
    this.send(socket, message, reply.type, reply.content);
    this.publishStatus('idle', message);
  }

  /** The message in `frames`, by way of tslab's own handling, which shows it to whoever publishes a status. */
  private parse(frames: Buffer[]): Message | undefined {
    let parsed: Message | undefined;
    const probe = Object.assign(Object.create(this) as CourseServer, {
      publishStatus: (_status: string, message: Message) => {
        parsed = message;
        throw new Error('parsed');
      },
    });
    ZmqServer.prototype.handleShellMessage.call(probe, this.shell, ...frames).catch(() => {});
    return parsed;
  }

  override async handleExecute(socket: Router, message: Message): Promise<void> {
    const request = message.content as ExecuteRequest;
    const reply = (content: object): void => this.send(socket, message, 'execute_reply', content);
    if (this.aborting) return reply({ status: 'aborted' });
    this.running = message;
    const publish = (type: string, content: object): void =>
      this.send(this.iopub, message, type, content);
    const outputs = new Outputs(request.silent ? () => {} : publish);
    const content = await this.course.runCell(request, outputs);
    outputs.flush();
    this.running = undefined;
    reply(content);
    const failed = 'status' in content && content.status === 'error';
    if (failed && request.stop_on_error !== false) this.abortWhatWaits();
  }

  /** Turns down the cells that were asked for before the failure could be known. */
  private abortWhatWaits(): void {
    this.aborting = true;
    void this.mailroom.settle().then(() => {
      this.queue = this.queue.then(() => {
        this.aborting = false;
      });
    });
  }

  private send(socket: unknown, parent: Message, type: string, content: object): void {
    const message = parent.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(this.connInfo.key, socket);
  }

  override handleCommInfoRequest(socket: Router, message: Message): void {
    this.send(socket, message, 'comm_info_reply', { status: 'ok', comms: {} });
  }

  override handleShutdown(socket: Router, message: Message): void {
    const { restart } = message.content as { restart: boolean };
    this.send(socket, message, 'shutdown_reply', this.course.handleShutdown({ restart }));
  }

  /** Ends the process, whatever timers or sockets the notebook has left open. */
  override close(): void {
    process.exit(0);
  }
}

function messageType(frames: Buffer[]): string {
  const start = frames.findIndex((frame) => frame.toString('latin1') === '<IDS|MSG>');
  try {
    return (JSON.parse(String(frames[start + 2])) as { msg_type: string }).msg_type;
  } catch {
    return '';
  }
}
