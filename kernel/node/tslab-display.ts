/** Leads what cells show by tslab's own `display` to the cell that shows it. */
import { displayed, type Outputs } from '../show/outputs';

interface DisplayContent {
  data: unknown;
  metadata: Record<string, unknown>;
  transient: object;
}

let connected = false;
let current: (() => Outputs) | undefined;

/** @param outputs the outputs of the cell that is showing something */
export function leadTslabDisplay(outputs: () => Outputs): void {
  current = outputs;
}

/** Loads tslab's display and connects it. Costs something, and few cells use it: called when one does. */
export function connectTslabDisplay(): void {
  if (connected) return;
  connected = true;
  const lastWriteDisplayData = (
    { data, metadata, transient }: DisplayContent,
    update: boolean,
  ): void =>
    current?.().send(
      update ? 'update_display_data' : 'display_data',
      displayed(data, metadata, transient),
    );
  // The variable through which tslab's server leads displays to its handler.
  Object.assign(require('tslab/dist/jupyter') as object, { lastWriteDisplayData });
}
