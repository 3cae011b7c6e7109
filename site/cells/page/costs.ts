/** What cells cost when `npm run site -- --times` measured them. */
import costs from '../costs.json';

interface Cost {
  /** Peak memory of the page when all its cells ran, in megabytes. */
  memory: number;
  /** Seconds of its long cells, by the digests of their texts. */
  long: Record<string, number>;
}

const chapters: Record<string, Cost> = costs.chapters;

/** Seconds of a cell that takes long, by the digest of its text; `undefined` of others. */
export function secondsOf(digest: string): number | undefined {
  for (const { long } of Object.values(chapters)) if (digest in long) return long[digest];
  return undefined;
}

/** Gigabytes that all cells of a chapter needed together; those of the largest, if it was not measured. */
export function gigabytesOf(chapter: string): string {
  const own = chapters[chapter]?.memory;
  const megabytes = own ?? Math.max(...Object.values(chapters).map(({ memory }) => memory));
  return (megabytes / 1000).toFixed(1);
}
