/** Answers Jupyter's requests. The sockets live in the mailroom's thread. */
import { endProcess } from '../node/refusals';
import { Phase } from '../run/state';
import type { Session } from '../run/session';
import { Outputs } from '../show/outputs';
import { toExecuteRequest, type Executions } from './execute';
import { KERNEL_INFO } from './kernel-info';
import type { Incoming, Mailroom } from './mailroom';
import { composeMessage, parseMessage, type Message } from './message';
import { completeReply, inspectReply } from './replies';
import type { SharedState } from './shared-state';

type Content = Record<string, unknown>;
type Answer = (content: Content) => object;

interface Request {
  socket: Incoming;
  message: Message;
}

/** The parts of the kernel that the server speaks for. */
export interface ServerParts {
  session: Session;
  executions: Executions;
  mailroom: Mailroom;
  shared: SharedState;
  key: string;
}

export class Server {
  private readonly answers: Record<string, Answer | undefined>;
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private running: Request | undefined;
  private aborting = false;
  /** Whether an interrupt came before the cell that it was for had begun. */
  private interrupted = false;

  constructor(private readonly parts: ServerParts) {
    const { session } = parts;
    this.answers = {
      kernel_info_request: () => KERNEL_INFO,
      complete_request: ({ code, cursor_pos }) =>
        completeReply(session, String(code), Number(cursor_pos)),
      inspect_request: ({ code, cursor_pos }) =>
        inspectReply(session, String(code), Number(cursor_pos)),
      is_complete_request: ({ code }) => session.completeness(String(code)),
      history_request: () => ({ status: 'ok', history: [] }),
      // This kernel has no widgets.
      comm_info_request: () => ({ status: 'ok', comms: {} }),
      interrupt_request: () => ({ status: 'ok' }),
      shutdown_request: ({ restart }) => ({ status: 'ok', restart: restart === true }),
    };
  }

  /** Begins with what has arrived already. */
  start(): void {
    this.parts.mailroom.deliverTo({
      received: (socket, frames) => this.receive(socket, frames),
      terminated: (run) => this.parts.session.terminated(run),
    });
    // A signal that came while the kernel started.
    if (this.parts.shared.interruptPending) this.interrupt();
  }

  private receive(socket: Incoming, frames: Buffer[]): void {
    const message = parseMessage(frames, this.parts.key);
    if (!message) return;
    const request = { socket, message };
    const type = message.header.msg_type;
    if (type === 'interrupt_request') this.interrupt();
    if (type === 'execute_request') this.enqueue(request);
    else this.answerNow(request);
  }

  /** Interrupts the running cell, or the one that waits to begin. Of an idle kernel, nothing. */
  interrupt(): void {
    const { session, shared } = this.parts;
    shared.takeInterrupt();
    if (!this.running && this.waiting > 0) this.interrupted = true;
    session.interrupts.request();
  }

  private enqueue(request: Request): void {
    this.waiting++;
    this.queue = this.queue.then(async () => {
      // While the kernel was busy, as with loading, an interrupt of this cell may have arrived behind it.
      await this.parts.mailroom.settle();
      this.waiting--;
      await this.execute(request).catch((error: unknown) => this.report(request, error));
    });
  }

  /** Answers while a cell may be waiting for something; afterwards the kernel is as busy as before. */
  private answerNow(request: Request): void {
    const answer = this.answers[request.message.header.msg_type];
    if (!answer) return;
    const { running } = this;
    const { shared } = this.parts;
    const before = shared.phase;
    shared.phase = Phase.kernel;
    try {
      this.answer(request, answer);
    } catch (error) {
      this.report(request, error);
    } finally {
      shared.phase = before;
    }
    if (running) this.publishStatus('busy', running);
  }

  private answer(request: Request, answer: Answer): void {
    const type = request.message.header.msg_type;
    this.publishStatus('busy', request);
    this.reply(request, type.replace(/_request$/, '_reply'), answer(request.message.content));
    this.publishStatus('idle', request);
    // Whatever timers or sockets the notebook has left open.
    if (type === 'shutdown_request') endProcess(0);
  }

  private async execute(request: Request): Promise<void> {
    this.publishStatus('busy', request);
    const { aborting } = this;
    if (aborting) this.interrupted = false;
    this.reply(request, 'execute_reply', aborting ? ABORTED : await this.runCell(request));
    this.publishStatus('idle', request);
  }

  private async runCell(request: Request): Promise<object> {
    const execute = toExecuteRequest(request.message.content);
    const publish = (type: string, content: object): void => this.publish(type, content, request);
    const outputs = new Outputs(execute.silent ? () => {} : publish);
    // What is pending here came after this cell: all that came before has been delivered.
    const interrupted = this.parts.shared.takeInterrupt() || this.interrupted;
    this.interrupted = false;
    this.running = request;
    const reply = await this.parts.executions.run(execute, outputs, interrupted);
    outputs.flush();
    this.running = undefined;
    if (reply.status === 'error' && execute.stopOnError) this.abortWhatWaits();
    return reply;
  }

  /** Turns down the cells that were asked for before the failure could be known. */
  private abortWhatWaits(): void {
    this.aborting = true;
    void this.parts.mailroom.settle().then(() => {
      this.queue = this.queue.then(() => {
        this.aborting = false;
      });
    });
  }

  private report({ message }: Request, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(`TypeScript kernel: a ${message.header.msg_type} failed: ${text}`);
  }

  private publishStatus(execution_state: 'busy' | 'idle', request: Request): void {
    this.publish('status', { execution_state }, request);
  }

  private publish(type: string, content: object, { message }: Request): void {
    const { mailroom, key } = this.parts;
    const address = { parent: message.header, identities: [`kernel.${type}`], key };
    mailroom.send('iopub', composeMessage(type, content, address));
  }

  private reply({ socket, message }: Request, type: string, content: object): void {
    const { mailroom, key } = this.parts;
    const { header, identities } = message;
    mailroom.send(socket, composeMessage(type, content, { parent: header, identities, key }));
  }
}

const ABORTED = { status: 'aborted' };
