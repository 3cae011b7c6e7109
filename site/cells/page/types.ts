/** Types for the editor: a second worker, started with the first edit, that knows every declaration. */
import type { Completion } from '../../../kernel/compile/completion';
import type { Description } from '../../../kernel/compile/inspection';
import type { Problem } from '../../../kernel/compile/problem';
import { loadScript } from '../../theme/load-script';
import type { Question, Report, Request } from '../protocol';
import { loadData } from './data';

export class TypeClient {
  private worker: Promise<Worker> | undefined;
  private readonly waiting = new Map<number, (value: unknown) => void>();
  private asked = 0;

  check(above: readonly string[], source: string): Promise<Problem[] | undefined> {
    return this.ask({ kind: 'check', above, source, offset: 0 });
  }

  complete(
    above: readonly string[],
    source: string,
    offset: number,
  ): Promise<Completion | undefined> {
    return this.ask({ kind: 'complete', above, source, offset });
  }

  describe(
    above: readonly string[],
    source: string,
    offset: number,
  ): Promise<Description | undefined> {
    return this.ask({ kind: 'describe', above, source, offset });
  }

  private async ask<Answer>(question: Question): Promise<Answer | undefined> {
    try {
      const worker = await (this.worker ??= this.start());
      const ask = ++this.asked;
      return await new Promise((resolve) => {
        this.waiting.set(ask, (value) => resolve(value as Answer | undefined));
        worker.postMessage({ type: 'ask', ask, ...question } satisfies Request);
      });
    } catch (error) {
      console.error(error); // editing and running go on without types
      return undefined;
    }
  }

  private async start(): Promise<Worker> {
    if (window.dltsWorker === undefined) await loadScript('cells/worker.js');
    const files = await loadData('types');
    const blob = new Blob([window.dltsWorker ?? ''], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(blob));
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.type !== 'answer') return;
      this.waiting.get(data.ask)?.(data.value);
      this.waiting.delete(data.ask);
    };
    worker.postMessage({ type: 'types', files } satisfies Request);
    return worker;
  }
}
