/** Notices: what a reader should know although everything goes on. */

/** Prints one line to the terminal's or the cell's error stream. */
export function notice(message: string): void {
  // eslint-disable-next-line no-console -- the one place of the library that prints
  console.warn(message);
}
