/** Colors of a terminal, which front ends show in traces. */

const paint =
  (on: number, off: number) =>
  (text: string): string =>
    `\x1b[${on}m${text}\x1b[${off}m`;

export const red = paint(31, 39);
export const green = paint(32, 39);
export const cyan = paint(36, 39);
export const bold = paint(1, 22);
export const dim = paint(2, 22);
