/** What a cell shows, in the order in which it was shown. */
import type { DisplayHandle } from 'dlts/dist/host/notebook-host';
import { encode, type Bundle } from './bundle';

export type Publish = (type: string, content: object) => void;
export type StreamName = 'stdout' | 'stderr';

/**
 * Text is collected this long before it is sent, in milliseconds. Jupyter drops output that comes in more
 * than a thousand messages a second.
 */
const DELAY = 50;

/** How much text a cell may print, in characters: a notebook with more cannot be opened any more. */
export const MOST_TEXT = 1_000_000;

const CUT =
  `\n… The output is cut here: a cell shows its first ${MOST_TEXT.toLocaleString('en-US')} characters. ` +
  'Print less, or write to a file.\n';

let displays = 0;

/** The outputs of one cell. Everything is published in the order of the calls. */
export class Outputs {
  private text = '';
  private name: StreamName = 'stdout';
  private since = 0;
  private printed = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly publish: Publish) {}

  write(name: StreamName, text: string): void {
    const left = MOST_TEXT - this.printed;
    if (!text || left < 0) return;
    this.printed += text.length;
    this.collect(name, text.length > left ? text.slice(0, left) + CUT : text);
  }

  private collect(name: StreamName, text: string): void {
    if (name !== this.name) this.flush();
    this.name = name;
    const now = Date.now();
    if (!this.text) this.since = now;
    this.text += text;
    // A cell that never yields has no timers.
    if (now - this.since >= DELAY) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), DELAY);
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
    const transient = { display_id: `${Date.now().toString(36)}-${++displays}` };
    const show = (type: string, bundle: Bundle, about: Bundle): void =>
      this.send(type, displayed(bundle, about, transient));
    show('display_data', data, metadata);
    return { update: (bundle, about = {}) => show('update_display_data', bundle, about) };
  }
}

/**
 * The content of a message that shows something.
 *
 * @throws TypeError if a message cannot hold it.
 */
export function displayed(data: unknown, about: Bundle, transient: object): object {
  const metadata = encode({ 'application/json': about }, 'display')['application/json'];
  return { data: encode(data, 'display'), metadata, transient };
}
