/** The page's side of the worker that runs cells: started at the first run, and anew when it had to be ended. */
import { loadScript } from '../../theme/load-script';
import type { EngineChoice, Report, Request } from '../protocol';
import { loadData } from './data';
import { readProgress, writeProgress } from './store';

declare global {
  interface Window {
    /** The worker's script, as text. */
    dltsWorker?: string;
    /** WebAssembly of TensorFlow.js, base 64. */
    dltsWasm?: string;
    /** The script of TensorFlow.js's backend for WebGPU. */
    dltsWebGpu?: string;
  }
}

/** How one run ended. */
export interface Ended {
  ok: boolean;
  seconds: number;
  /** A name that an earlier cell defines, which has not been run. */
  missing?: string;
  /** Bytes of all tensors. */
  bytes: number;
  /** Whether the worker had to be ended: all variables are gone. */
  lost?: boolean;
}

export type OnOutput = (kind: string, content: Record<string, unknown>) => void;

interface Running {
  onOutput: OnOutput;
  end(ended: Ended): void;
}

/** How long a cell may take to stop by itself, in milliseconds: the worker's own patience, and a little. */
const PATIENCE = 3500;

/** How long before the page says that it does not stop yet. */
const ANSWER = 150;

/** A data set up to this many bytes is loaded without a question. */
const WITHOUT_ASKING = 2.1e6;

/** What the kernel lets its page do. */
export interface KernelPage {
  /** Which engine the reader wants. */
  engine(): EngineChoice;
  /** Says what is happening while nothing runs yet. */
  tell(text: string): void;
  /** Whether so many bytes may be loaded. */
  mayLoad(what: string, bytes: number): Promise<boolean>;
}

export class PageKernel {
  private worker: Promise<Worker> | undefined;
  private current: Worker | undefined;
  private readonly running = new Map<number, Running>();
  private runs = 0;
  /** The run that was asked to stop. */
  private stopping: number | undefined;
  /** Which engine computes, once it does. */
  engine: string | undefined;
  /** Why it is not the one that was chosen. */
  refused: string | undefined;

  /** @param chapter its id, for the exercises of its own */
  constructor(
    private readonly chapter: string,
    private readonly page: KernelPage,
  ) {}

  /** @param label what traces call the cell */
  async run(source: string, label: string, onOutput: OnOutput): Promise<Ended> {
    const worker = await (this.worker ??= this.start());
    this.page.tell(`${label} is running …`);
    const run = ++this.runs;
    return new Promise((end) => {
      this.running.set(run, { onOutput, end });
      send(worker, { type: 'run', run, source, label });
    });
  }

  /**
   * Stops what runs; by force, with the loss of all variables, when it does not stop by itself, or at once when it is
   * asked again.
   */
  stop(): void {
    const worker = this.current;
    if (!worker) return;
    const [run] = this.running.keys();
    if (run !== undefined && run === this.stopping) return this.end();
    this.stopping = run;
    send(worker, { type: 'interrupt' });
    const isStuck = (): boolean =>
      this.current === worker && run !== undefined && this.running.has(run);
    setTimeout(() => {
      if (isStuck()) this.page.tell('Stopping … Stop once more ends it now, with the loss of all variables.'); // prettier-ignore
    }, ANSWER);
    setTimeout(() => {
      if (isStuck()) this.end();
    }, PATIENCE);
  }

  /** Ends the worker: memory is given back, variables are gone. */
  end(): void {
    this.current?.terminate();
    this.current = undefined;
    this.worker = undefined;
    this.engine = undefined;
    for (const { end } of this.running.values())
      end({ ok: false, seconds: 0, bytes: 0, lost: true });
    this.running.clear();
  }

  get alive(): boolean {
    return this.worker !== undefined;
  }

  private async start(): Promise<Worker> {
    try {
      return await this.startWorker();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  private async startWorker(): Promise<Worker> {
    this.page.tell('Loading TypeScript and TensorFlow.js (6 MB, once) …');
    if (window.dltsWorker === undefined) await loadScript('cells/worker.js');
    if (window.dltsWasm === undefined) await loadScript('cells/engine.js');
    const files = await loadData(`chapter-${this.chapter}`);
    const blob = new Blob([window.dltsWorker ?? ''], { type: 'text/javascript' });
    const address = URL.createObjectURL(blob);
    const worker = new Worker(address);
    this.current = worker;
    this.page.tell('Starting the engine …');
    const progress = readProgress();
    const engine = this.page.engine();
    if (engine === 'webgpu' && window.dltsWebGpu === undefined) await loadScript('cells/webgpu.js');
    const settings = {
      ...{ engine, wasm: window.dltsWasm ?? '' },
      ...(engine === 'webgpu' && { webgpu: window.dltsWebGpu }),
      ...(progress !== undefined && { progress }),
    };
    await new Promise<void>((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'));
      worker.onmessage = ({ data }: MessageEvent<Report>) => {
        this.hear(worker, data);
        if (data.type === 'ready') resolve();
      };
      send(worker, { type: 'start', settings, files });
    });
    URL.revokeObjectURL(address);
    return worker;
  }

  private hear(worker: Worker, message: Report): void {
    if (message.type === 'ready') {
      this.engine = message.engine;
      this.refused = message.refused;
    } else if (message.type === 'progress') writeProgress(message.text);
    else if (message.type === 'need') void this.bring(worker, message.name, message.caller);
    else if (message.type === 'output')
      this.running.get(message.run)?.onOutput(message.kind, message.content as Record<string, unknown>); // prettier-ignore
    else if (message.type === 'done') {
      const { run, type: _, ...ended } = message;
      this.running.get(run)?.end(ended);
      this.running.delete(run);
    }
  }

  private async bring(worker: Worker, name: string, caller: string): Promise<void> {
    try {
      const bytes = window.dltsDataSets?.[name]?.bytes ?? 0;
      if (bytes > WITHOUT_ASKING && !(await this.page.mayLoad(caller, bytes))) {
        const reason = `${caller}: expected your leave to load ${megabytes(bytes)}; got none; run the cell again to be asked again.`;
        return send(worker, { type: 'refused', name, reason });
      }
      const files = await loadData(name, (share) => this.page.tell(`Loading data for ${caller}: ${Math.round(100 * share)} % of ${megabytes(bytes)} …`)); // prettier-ignore
      const buffers = files.map((file) => file.bytes.buffer);
      worker.postMessage({ type: 'data', name, files } satisfies Request, buffers);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const reason = `${caller}: expected its data in this site; got "${said}"; run this chapter in JupyterLab.`;
      send(worker, { type: 'refused', name, reason });
    }
  }
}

/** Bytes as readers count them. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function send(worker: Worker, message: Request): void {
  worker.postMessage(message);
}
