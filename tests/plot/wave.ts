/** Deterministic numbers from −1 to 1. */
export function wave(count: number, step = 1): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i * step + 0.3));
}
