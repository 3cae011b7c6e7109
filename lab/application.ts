/** The few parts of JupyterLab's application that the extension uses. */

interface Signal<T> {
  connect(slot: (sender: unknown, value: T) => void): void;
  disconnect(slot: (sender: unknown, value: T) => void): void;
}

/** The kernel behind a notebook: the one that runs now, or its successor. */
export interface SessionContext {
  session: { kernel: { status: string; interrupt(): Promise<void> } | null } | null;
  iopubMessage: Signal<{ header: { msg_type: string } }>;
}

export interface Application {
  commands: { commandExecuted: Signal<{ id: string }> };
  shell: {
    currentWidget: { node: HTMLElement; context?: { sessionContext: SessionContext } } | null;
    collapseLeft(): void;
  };
  /** Once everything is on the page as the reader left it. */
  restored: Promise<void>;
}

export interface Plugin {
  id: string;
  autoStart: true;
  activate(app: Application): void;
}
