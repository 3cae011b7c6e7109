/** Checks of tasks for pen and paper: they say which number is off, and never what it should be. */
import type { Report } from 'dlts/dist/learn/author';

/** A foreseen wrong result, and what to tell whoever has it. */
export interface Slip {
  readonly gives: readonly number[];
  readonly says: string;
}

/** Stops unless `values` are within `tolerance` of `wanted`, relative to it. */
export function checkOnPaper(
  report: Report,
  values: readonly number[],
  wanted: readonly number[],
  {
    names,
    slips,
    tolerance = 1e-3,
  }: { names: readonly string[]; slips: readonly Slip[]; tolerance?: number },
): void {
  const isNear = (value: number, right: number): boolean =>
    Math.abs(value - right) <= tolerance * Math.max(1, Math.abs(right));
  const off = names.filter((_, i) => !isNear(values[i] ?? NaN, wanted[i] ?? NaN));
  if (off.length === 0) return;
  const slip = slips.find(({ gives }) => gives.every((each, i) => isNear(values[i] ?? NaN, each)));
  report.wrong(
    `Not yet: ${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off. ` +
      (slip?.says ?? 'Go through the steps once more, or ask for a hint.'),
  );
}
