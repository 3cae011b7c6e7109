/** Beam search: the likeliest texts instead of drawn ones. */
import { breathe } from '../host/breathe';
import { itemAt } from '../host/item-at';
import type { DecodingSession } from './decoding';
import { logProbabilities } from './sampling';

/** Options of {@link beamSearch}. */
export interface BeamOptions {
  /** Most tokens to add. */
  maxTokens: number;
  stopToken?: number | undefined;
  /** Texts kept at every step. */
  beamWidth?: number | undefined;
  /** The score is the log-probability divided by length^`lengthPenalty`. Default 1. */
  lengthPenalty?: number | undefined;
}

interface Beam {
  tokens: number[];
  logProbability: number;
  /** Row of the session that the text came from. */
  row: number;
}

/**
 * Beam search: at every step keeps the `beamWidth` likeliest continuations of all texts kept so far.
 *
 * @returns the tokens added in the best text, without the stop token.
 */
export async function beamSearch(
  session: DecodingSession,
  start: readonly number[],
  { maxTokens, stopToken, beamWidth = 1, lengthPenalty = 1 }: BeamOptions,
): Promise<number[]> {
  // The stop token counts as a step, so an empty text has length 1.
  const score = ({ tokens, logProbability }: Beam, steps = tokens.length) =>
    logProbability / Math.max(1, steps) ** lengthPenalty;
  const finished: Array<{ tokens: number[]; score: number }> = [];
  let beams: Beam[] = [{ tokens: [], logProbability: 0, row: 0 }];
  let next: number[][] = [[...start]];
  for (let count = 0; count < maxTokens && beams.length > 0; count++) {
    const logits = await session.feed(next);
    const candidates = beams.flatMap((beam, row) => expand(beam, row, logits[row], beamWidth));
    candidates.sort((a, b) => b.logProbability - a.logProbability);
    const best = candidates.slice(0, beamWidth);
    for (const beam of best)
      if (beam.tokens.at(-1) === stopToken)
        finished.push({ tokens: beam.tokens.slice(0, -1), score: score(beam) });
    beams = best.filter((beam) => beam.tokens.at(-1) !== stopToken);
    if (finished.length >= beamWidth) break;
    if (beams.length > 0) session.reorder(beams.map((beam) => beam.row));
    next = beams.map((beam) => [beam.tokens.at(-1) ?? 0]);
    await breathe();
  }
  const open = beams.map((beam) => ({ tokens: beam.tokens, score: score(beam) }));
  // Texts cut off at maxTokens count only when none has ended by itself.
  const results = finished.length > 0 ? finished : open;
  return results.reduce((a, b) => (b.score > a.score ? b : a)).tokens;
}

/** The `beamWidth` likeliest continuations of one text. */
function expand(
  beam: Beam,
  row: number,
  logits: Float32Array | undefined,
  beamWidth: number,
): Beam[] {
  const logs = logProbabilities(logits ?? []);
  const order = Array.from(logs.keys()).sort((a, b) => itemAt(logs, b) - itemAt(logs, a));
  return order.slice(0, beamWidth).map((token) => ({
    tokens: [...beam.tokens, token],
    logProbability: beam.logProbability + itemAt(logs, token),
    row,
  }));
}
