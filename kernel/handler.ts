/** Answers Jupyter's requests, on top of tslab's handler. */
import { JupyterHandlerImpl } from 'tslab/dist/jupyter';
import * as jupyter from 'tslab/dist/jupyter';
import type { Executor } from 'tslab/dist/executor';
import { versions } from 'tslab';
import { mimeBundle } from './display';
import { describeError, type Failure } from './errors';
import { encode, Outputs, type Bundle, type StandardStreams } from './outputs';
import { completeness, completeReply, inspectReply } from './questions';
import type { Session } from './session';
import { ts } from './typescript';

type Base = JupyterHandlerImpl;
type Reply<M extends keyof Base> = Base[M] extends (...args: never[]) => infer R ? R : never;

export interface ExecuteRequest {
  code: string;
  silent?: boolean;
  store_history?: boolean;
  stop_on_error?: boolean;
}

/** How a notebook's file describes its language; front ends choose highlighting by it. */
export const languageInfo = {
  name: 'typescript',
  version: ts.version,
  mimetype: 'text/typescript',
  file_extension: '.ts',
  pygments_lexer: 'typescript',
  codemirror_mode: { name: 'typescript', mode: 'typescript', mime: 'application/typescript' },
  nbconvert_exporter: 'script',
};

export class CourseHandler extends JupyterHandlerImpl {
  /** The outputs of the cell that started last. */
  outputs = new Outputs(() => {});
  private count = 0;

  constructor(
    private readonly session: Session,
    private readonly streams: StandardStreams,
  ) {
    // tslab's handler uses its executor for the three questions that this class answers through the session.
    super(session as unknown as Executor, false);
  }

  override handleKernel(): Reply<'handleKernel'> {
    const reply = {
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'tslab',
      implementation_version: versions.tslab,
      language_info: languageInfo,
      banner: `TypeScript ${ts.version} on Node ${process.versions.node}`,
      help_links: [
        { text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' },
      ],
    };
    return reply as unknown as Reply<'handleKernel'>;
  }

  /** Runs one cell; resolves to the content of the reply. */
  async runCell(request: ExecuteRequest, outputs: Outputs): Promise<object> {
    const counts = !request.silent && request.store_history !== false;
    if (counts) this.count++;
    const execution_count = this.count;
    outputs.send('execute_input', { code: request.code, execution_count });
    const before = this.outputs;
    this.lead(outputs);
    const outcome = await this.session.run(
      request.code,
      `Cell [${counts ? execution_count : ' '}]`,
    );
    // What is printed later belongs to the last cell that the reader can see.
    if (request.silent) this.lead(before);
    const failure = outcome.ok ? this.show(outcome.value, execution_count, outputs) : outcome;
    if (!failure) return { status: 'ok', execution_count, payload: [], user_expressions: {} };
    const { ename, evalue, traceback } = failure;
    outputs.send('error', { ename, evalue, traceback });
    return { status: 'error', execution_count, ename, evalue, traceback };
  }

  /** Leads all kinds of output to the cell that starts now. */
  private lead(outputs: Outputs): void {
    this.outputs = outputs;
    this.streams.lead(outputs);
    Object.assign(jupyter, {
      lastWriteDisplayData: (content: object, update: boolean) =>
        outputs.send(update ? 'update_display_data' : 'display_data', content),
    });
  }

  private show(value: unknown, execution_count: number, outputs: Outputs): Failure | undefined {
    outputs.flush();
    if (value === undefined) return undefined;
    try {
      const data: Bundle = encode(mimeBundle(value));
      outputs.send('execute_result', { execution_count, data, metadata: {} });
      return undefined;
    } catch (error) {
      return describeError(error, this.session);
    }
  }

  override handleIsComplete({ code }: { code: string }): Reply<'handleIsComplete'> {
    return completeness(code);
  }

  override handleComplete(request: { code: string; cursor_pos: number }): Reply<'handleComplete'> {
    const reply = completeReply(this.session, request.code, request.cursor_pos);
    return reply as Reply<'handleComplete'>;
  }

  override handleInspect(request: { code: string; cursor_pos: number }): Reply<'handleInspect'> {
    return inspectReply(this.session, request.code, request.cursor_pos) as Reply<'handleInspect'>;
  }

  override handleShutdown({ restart }: { restart: boolean }): { restart: boolean } {
    return Object.assign({ status: 'ok' }, { restart });
  }

  override close(): void {
    this.session.close();
  }
}
