/** Shows a running training: in a notebook as a live chart, in a terminal as one line, else nothing. */
import { notebookHost, type DisplayHandle } from '../../host/notebook-host';
import { liveHtml } from './chart';
import type { LiveState } from './curves';
import { numbersLine, progress, statusLine } from './text';

/** Shortest time between two updates, in milliseconds. */
const UPDATE_MS = 250;

/** Draws states; throttles itself. */
export interface Reporter {
  /** Shows `state` unless the last update was a moment ago. */
  update(state: LiveState): void;
  /** Shows the last state, always, and lets go of the display. */
  finish(state: LiveState): void;
}

const SILENT: Reporter = { update: () => undefined, finish: () => undefined };

/** Calls `draw` at most every {@link UPDATE_MS}, and at the end. */
function throttled(draw: (state: LiveState) => void, end: (state: LiveState) => void): Reporter {
  let last = -Infinity;
  return {
    update(state) {
      const now = performance.now();
      if (now - last < UPDATE_MS) return;
      last = now;
      draw(state);
    },
    finish: end,
  };
}

function notebookReporter(display: (data: Record<string, unknown>) => DisplayHandle): Reporter {
  let handle: DisplayHandle | undefined;
  const draw = (state: LiveState): void => {
    const bundle = {
      'text/html': liveHtml(state),
      'text/plain': `${statusLine(state)}\n${numbersLine(state)}`,
    };
    if (handle) handle.update(bundle);
    else handle = display(bundle);
  };
  return throttled(draw, draw);
}

function terminalReporter(stream: NodeJS.WriteStream): Reporter {
  const draw = (state: LiveState): void => {
    const filled = Math.round(progress(state) * 20);
    const bar = '█'.repeat(filled) + '░'.repeat(20 - filled);
    const line = `${bar} ${statusLine(state)} · ${numbersLine(state)}`;
    stream.write(`\r\x1b[K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
  };
  return throttled(draw, (state) => {
    draw(state);
    stream.write('\n');
  });
}

/**
 * Chooses where to show.
 *
 * @param live `'auto'` and `true`: notebook, else terminal; `false`: nowhere.
 */
export function createReporter(live: boolean | 'auto'): Reporter {
  if (live === false) return SILENT;
  const host = notebookHost();
  if (host) return notebookReporter((data) => host.display(data));
  return process.stderr.isTTY ? terminalReporter(process.stderr) : SILENT;
}
