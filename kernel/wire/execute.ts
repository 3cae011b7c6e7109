/** Executes the cells that a front end sends, and says what came of them. */
import type { OutputRouter } from '../node/streams';
import { showOutcome } from '../run/outcome';
import type { Session } from '../run/session';
import type { Failure } from '../show/errors';
import type { Outputs } from '../show/outputs';

export interface ExecuteRequest {
  code: string;
  silent: boolean;
  storeHistory: boolean;
  stopOnError: boolean;
}

/** The content of an `execute_request`, with Jupyter's defaults. */
export function toExecuteRequest(content: Record<string, unknown>): ExecuteRequest {
  const { code, silent, store_history, stop_on_error } = content;
  return {
    code: String(code),
    silent: silent === true,
    storeHistory: silent !== true && store_history !== false,
    stopOnError: stop_on_error !== false,
  };
}

/** The content of an `execute_reply`. */
export type ExecuteReply = { execution_count: number } & (
  { status: 'ok'; payload: object[]; user_expressions: object } | ({ status: 'error' } & Failure)
);

export class Executions {
  private count = 0;

  constructor(
    private readonly session: Session,
    private readonly router: OutputRouter,
  ) {}

  /**
   * Runs one cell.
   *
   * @param interrupted whether the reader has interrupted it before it could begin
   */
  async run(
    request: ExecuteRequest,
    outputs: Outputs,
    interrupted: boolean,
  ): Promise<ExecuteReply> {
    if (request.storeHistory) this.count++;
    const execution_count = this.count;
    outputs.send('execute_input', { code: request.code, execution_count });
    const label = `Cell [${request.storeHistory ? execution_count : ' '}]`;
    this.router.begin(outputs, !request.silent);
    const outcome = interrupted
      ? this.session.interruptedEarly()
      : await this.session.run(request.code, label);
    const failure = showOutcome(outcome, this.session, outputs, { execution_count });
    if (!failure) return { status: 'ok', execution_count, payload: [], user_expressions: {} };
    const { ename, evalue, traceback } = failure;
    outputs.send('error', { ename, evalue, traceback });
    return { status: 'error', execution_count, ename, evalue, traceback };
  }
}
