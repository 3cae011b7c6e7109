/**
 * An interrupt while the kernel starts. JupyterLab keeps cells until the kernel has answered for the first time, and
 * sends an interrupt at once: it finds nothing to stop, and is lost. Here it is given again when the first cell begins.
 */
import type { Plugin, SessionContext } from './application';
import { isWaiting } from './picture';

/** States of a kernel to which JupyterLab sends no cell yet. */
const STARTING = new Set(['unknown', 'starting', 'restarting', 'autorestarting']);
/** How long the first cell may take to begin, in ms. */
const PATIENCE = 60_000;

export const earlyInterrupt: Plugin = {
  id: 'dlts-figures:early-interrupt',
  autoStart: true,
  activate({ commands, shell }) {
    commands.commandExecuted.connect((_, { id }) => {
      if (id !== 'notebook:interrupt-kernel') return;
      const { node, context } = shell.currentWidget ?? {};
      const prompts = [...(node?.querySelectorAll('.jp-CodeCell') ?? [])];
      if (context && prompts.some(isWaiting)) interruptFirst(context.sessionContext);
    });
  },
};

function interruptFirst(context: SessionContext): void {
  if (!STARTING.has(context.session?.kernel?.status ?? '')) return;
  const end = (): void => {
    clearTimeout(timer);
    context.iopubMessage.disconnect(hear);
  };
  const hear = (_: unknown, { header }: { header: { msg_type: string } }): void => {
    if (header.msg_type !== 'execute_input') return;
    end();
    void context.session?.kernel?.interrupt();
  };
  const timer = setTimeout(end, PATIENCE);
  context.iopubMessage.connect(hear);
}
