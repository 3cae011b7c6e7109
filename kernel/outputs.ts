/** What a cell shows, in the order in which it was shown. */
import { randomBytes } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { DisplayHandle } from './host';

export type Bundle = Record<string, unknown>;
export type Publish = (type: string, content: object) => void;
export type StreamName = 'stdout' | 'stderr';

/**
 * Text is collected this long before it is sent, in milliseconds. Jupyter drops output that comes in more
 * than a thousand messages a second.
 */
const delay = 25;
/** Text is sent at once when this much of it has been collected, in characters. */
const limit = 32_768;

/** The outputs of one cell. Everything is published in the order of the calls. */
export class Outputs {
  private text = '';
  private name: StreamName = 'stdout';
  private since = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly publish: Publish) {}

  write(name: StreamName, text: string): void {
    if (!text) return;
    if (name !== this.name) this.flush();
    this.name = name;
    const now = Date.now();
    if (!this.text) this.since = now;
    this.text += text;
    // A cell that never yields has no timers.
    if (this.text.length >= limit || now - this.since >= delay) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Sends the collected text. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { name, text } = this;
    this.text = '';
    if (text) this.publish('stream', { name, text });
  }

  send(type: string, content: object): void {
    this.flush();
    this.publish(type, content);
  }

  /** Shows a bundle of MIME types in a place that can be updated. */
  display(data: Bundle, metadata: Bundle = {}): DisplayHandle {
    const transient = { display_id: randomBytes(8).toString('hex') };
    const show = (type: string, bundle: Bundle, about: Bundle): void =>
      this.send(type, { data: encode(bundle), metadata: about, transient });
    show('display_data', data, metadata);
    return { update: (bundle, about = {}) => show('update_display_data', bundle, about) };
  }
}

/** Jupyter's messages are JSON: bytes travel as base 64. */
export function encode(bundle: Bundle): Bundle {
  const entries = Object.entries(bundle).map(([type, value]) => [
    type,
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  ]);
  return Object.fromEntries(entries) as Bundle;
}

type Written = string | Uint8Array;

/** Leads `process.stdout` and `process.stderr` to the cell that started last. */
export class StandardStreams {
  private target: Outputs | undefined;
  /** What was written before the first cell: it shows there. */
  private readonly early: [StreamName, string][] = [];

  install(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      const write = (chunk: Written, encoding?: unknown, callback?: unknown): boolean => {
        const plain = typeof chunk === 'string';
        this.write(name, plain ? chunk : decoder.write(Buffer.from(chunk)));
        const done = typeof encoding === 'function' ? encoding : callback;
        if (typeof done === 'function') process.nextTick(done);
        return true;
      };
      process[name].write = write as typeof process.stdout.write;
      // Output is for the notebook, wherever Jupyter was started.
      Object.defineProperty(process[name], 'isTTY', { value: false, configurable: true });
    }
  }

  /** From now on, text goes to `outputs`. */
  lead(outputs: Outputs): void {
    this.target = outputs;
    for (const [name, text] of this.early.splice(0)) outputs.write(name, text);
  }

  private write(name: StreamName, text: string): void {
    if (this.target) this.target.write(name, text);
    else this.early.push([name, text]);
  }
}
