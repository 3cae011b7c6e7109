/** One-line descriptions of a training run: for terminals, screen readers and plain-text output. */
import type { LiveState } from './curves';

/** Seconds as people say them: `8 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

/** Four significant digits, without a tail of zeros for whole numbers. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5))
    return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** At most eight characters, for the margin of an axis: `0.25`, `12000`, `2.5e33`, `-1.25e-7`. */
export function axisNumber(value: number): string {
  const plain = String(Number(value.toPrecision(6)));
  if (plain.length <= 7 && !plain.includes('e')) return plain;
  const [digits, power = ''] = value.toExponential(2).split('e');
  return `${Number(digits)}e${power.replace('+', '')}`;
}

/** `valLoss` → `validation loss`, `tokenErrorRate` → `token error rate`. */
export function readableName(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.startsWith('val ') ? `validation ${words.slice(4)}` : words;
}

/** Share of all steps that are done, 0 to 1. */
export function progress({ epoch, epochs, step, stepsPerEpoch }: LiveState): number {
  const total = epochs * stepsPerEpoch;
  return total === 0 ? 0 : Math.min(1, ((epoch - 1) * stepsPerEpoch + step) / total);
}

/** `Epoch 3 of 6, step 12 of 40 · 8 s, about 9 s left`. */
export function statusLine(state: LiveState): string {
  const { epoch, epochs, step, stepsPerEpoch, elapsed, left, ended } = state;
  if (ended) return `${ended} after ${formatSeconds(elapsed)}`;
  const time = left === undefined ? '' : `, about ${formatSeconds(left)} left`;
  return (
    `Epoch ${epoch} of ${epochs}, step ${step} of ${stepsPerEpoch} · ` +
    `${formatSeconds(elapsed)}${time}`
  );
}

/** `loss 0.1234 · validation loss 0.15`. */
export function numbersLine({ latest }: LiveState): string {
  return Object.entries(latest)
    .map(([name, value]) => `${readableName(name)} ${formatNumber(value)}`)
    .join(' · ');
}
