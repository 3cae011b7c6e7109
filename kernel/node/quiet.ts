/**
 * Keeps TensorFlow's greetings out of the terminal.
 *
 * Its C++ code writes them to file descriptor 2 while the library is being loaded, before any setting can
 * silence them. Only the lines named here are dropped; everything else passes unchanged.
 */
import { StringDecoder } from 'node:string_decoder';

const GREETINGS = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\s*$/,
  /oneDNN custom operations are on\. You may see slightly different numerical results/,
  /This TensorFlow binary is optimized to use available CPU instructions/,
  /^To enable the following instructions: .* rebuild TensorFlow with the appropriate compiler flags\.\s*$/,
];

/** Whether `line` is one of TensorFlow's greetings. */
export function isGreeting(line: string): boolean {
  return GREETINGS.some((greeting) => greeting.test(line));
}

/** How long an unfinished line may wait for its rest before it is passed on, in milliseconds. */
const PATIENCE = 100;

/**
 * A filter for a stream of text: feed it chunks, it passes on whole lines that are not greetings.
 *
 * @param pass receives the text to keep
 */
export class LineFilter {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pass: (text: string) => void) {}

  write(chunk: Buffer): void {
    clearTimeout(this.timer);
    const lines = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = lines.pop() ?? '';
    const kept = lines.filter((line) => !isGreeting(line));
    if (kept.length > 0) this.pass(kept.join('\n') + '\n');
    if (this.rest) this.timer = setTimeout(() => this.flush(), PATIENCE);
  }

  /** Passes on an unfinished line: a prompt, or the last words of a crash. */
  flush(): void {
    clearTimeout(this.timer);
    const rest = this.rest + this.decoder.end();
    this.rest = '';
    if (rest && !isGreeting(rest)) this.pass(rest);
  }
}
