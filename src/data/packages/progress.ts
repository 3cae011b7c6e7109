/** How much of a download has arrived: one line that changes in a notebook, a few lines in a terminal. */
import { notebookHost } from '../../host/notebook-host';
import { notice } from '../../host/notice';
import type { PinnedPackage } from './pinned';

/** Receives the bytes that have arrived. */
export interface Progress {
  update: (bytes: number) => void;
  end: (ok: boolean) => void;
}

/** Lines that a terminal gets at most: every fourth. */
const TERMINAL_STEPS = 4;

/** Starts to show the progress of a download. */
export function showProgress(caller: string, { name, archiveBytes }: PinnedPackage): Progress {
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(0);
  const megabytes = (bytes: number): string => (Math.min(bytes, archiveBytes) / 1e6).toFixed(0);
  const line = (bytes: number): string =>
    `${caller}: ${megabytes(bytes)} of ${megabytes(archiveBytes)} MB after ${seconds()} s`;
  const host = notebookHost();
  if (!host) {
    let step = 1;
    const update = (bytes: number): void => {
      const reached = Math.min(TERMINAL_STEPS, Math.floor((TERMINAL_STEPS * bytes) / archiveBytes));
      if (reached < step) return;
      step = reached + 1;
      notice(`${line(bytes)}.`);
    };
    return { update, end: () => undefined };
  }
  const handle = host.display({ 'text/plain': line(0) });
  return {
    update: (bytes) => handle.update({ 'text/plain': line(bytes) }),
    end: (ok) => {
      const text = ok ? `${caller}: ${name} fetched in ${seconds()} s` : `${caller}: not fetched`;
      handle.update({ 'text/plain': text });
    },
  };
}
