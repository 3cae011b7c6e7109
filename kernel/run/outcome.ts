/** The end of a cell: its trailing value, shown. */
import { mimeBundle } from '../show/display';
import { describeError, type Failure } from '../show/errors';
import type { Outputs } from '../show/outputs';
import type { Outcome, Session } from './session';

/**
 * Shows the trailing value of a cell.
 *
 * @param about what the message says besides
 * @returns what went wrong, in the cell or in showing its value
 */
export function showOutcome(
  outcome: Outcome,
  session: Session,
  outputs: Outputs,
  about: object = {},
): Failure | undefined {
  if (!outcome.ok) return outcome;
  outputs.flush();
  if (outcome.value === undefined) return undefined;
  try {
    const data = mimeBundle(outcome.value, (value) => session.inspect(value));
    outputs.send('execute_result', { ...about, data, metadata: {} });
    return undefined;
  } catch (error) {
    return describeError(error, session);
  }
}
