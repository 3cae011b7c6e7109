/** What a notebook cannot do: end its kernel from a cell, and ask the reader for input. Each says so in one sentence. */
import { Readable } from 'node:stream';

/** What a cell's `process.exit()` leads to. */
export class ExitRefused extends Error {
  override readonly name = 'ExitRefused';

  constructor(code: unknown) {
    super(
      `process.exit(${code === undefined ? '' : String(code as number)}): expected a cell that ends by itself; got a request ` +
        'to end the kernel, with all variables; throw an Error to end a cell early, or choose "Shut Down Kernel".',
    );
  }
}

/** What a cell that waits for the keyboard leads to. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';

  constructor() {
    super(
      'input is not supported here; put the value into a variable of the cell, and change it by hand.',
    );
  }
}

const exit = process.exit.bind(process);

/** Ends the process, which cells cannot. */
export function endProcess(code: number): never {
  return exit(code);
}

/** From now on `process.exit` throws. */
export function refuseExit(): void {
  process.exit = (code) => {
    throw new ExitRefused(code);
  };
}

/** Uses of a stream that would wait for what never comes. */
const READING = new Set(['data', 'readable', 'keypress', 'line']);

const refuse = (): never => {
  throw new InputRefused();
};

/** From now on whoever reads from the keyboard is told that there is none. */
export function refuseInput(): void {
  const stdin = new Readable({ read: () => {} });
  const on = stdin.on.bind(stdin);
  const listen = (event: string | symbol, listener: (...args: unknown[]) => void): Readable =>
    typeof event === 'string' && READING.has(event) ? refuse() : on(event, listener);
  const refused = { read: refuse, resume: refuse, pipe: refuse, setRawMode: refuse };
  const own = { ...refused, [Symbol.asyncIterator]: refuse };
  Object.assign(stdin, {
    ...own,
    on: listen,
    addListener: listen,
    once: listen,
    fd: 0,
    isTTY: false,
  });
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
}
