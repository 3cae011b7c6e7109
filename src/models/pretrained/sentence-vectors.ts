/**
 * Vectors of many sentences, on all cores: rows of like length together, so that little padding is computed.
 *
 * Axes: N sentences · T tokens · D features.
 */
import { breathe } from '../../host/breathe';
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { compiledFunction } from '../../engine/trace';

/** Most sentences computed at a time. */
const BATCH = 64;
/** Most tokens computed at a time: what the six blocks compute on the way is kept until the end of a first run. */
const TOKENS = 1536;
/** Lengths are filled up to a multiple of this: few shapes, few graphs. */
const STEP = 8;

/** Token ids of some sentences, and where these stand among all. */
interface Group {
  at: number[];
  length: number;
}

/** The sentences by length, in groups of at most {@link BATCH} sentences and {@link TOKENS} tokens. */
function groupsOf(rows: readonly (readonly number[])[]): Group[] {
  const lengthOf = (at: number): number => Math.ceil(itemAt(rows, at).length / STEP) * STEP;
  const groups: Group[] = [];
  for (const at of [...rows.keys()].sort(
    (a, b) => itemAt(rows, a).length - itemAt(rows, b).length,
  )) {
    const length = lengthOf(at);
    const group = groups.at(-1);
    const room = Math.min(BATCH, Math.floor(TOKENS / length));
    if (group && group.at.length < room) {
      group.at.push(at);
      group.length = length;
    } else groups.push({ at: [at], length });
  }
  return groups;
}

/** Runs of groups of one length. */
function byLength(groups: readonly Group[]): Group[][] {
  const runs: Group[][] = [];
  for (const group of groups) {
    const run = runs.at(-1);
    if (run?.[0]?.length === group.length) run.push(group);
    else runs.push([group]);
  }
  return runs;
}

function padded(
  rows: readonly (readonly number[])[],
  { at, length }: Group,
  padding: number,
): tf.Tensor2D {
  const ids = new Int32Array(at.length * length).fill(padding);
  for (const [row, index] of at.entries()) ids.set(itemAt(rows, index), row * length);
  return tf.tensor2d(ids, [at.length, length], 'int32');
}

/** The model's output `[N, D]`, each row divided by its length; a part of the rows for each core. */
function unitVectors(model: tf.LayersModel, ids: tf.Tensor, parts: number): tf.Tensor2D {
  const count = itemAt(ids.shape, 0);
  const size = Math.ceil(count / parts);
  const outputs: tf.Tensor2D[] = [];
  for (let from = 0; from < count; from += size) {
    const part = ids.slice(from, Math.min(size, count - from));
    const [output] = [model.apply(part, { training: false })].flat();
    const vectors = output as tf.Tensor2D;
    outputs.push(vectors.div(vectors.square().sum(-1, true).sqrt().maximum(1e-12)));
  }
  return outputs.length === 1 ? itemAt(outputs, 0) : tf.concat(outputs, 0);
}

/**
 * Vectors of length 1 of sentences.
 *
 * @param model from token ids `[N, T]` to vectors `[N, D]`
 * @param rows token ids of each sentence
 * @param padding token that fills short ones
 * @returns `[N, D]` in the order of `rows`; caller disposes.
 */
export async function sentenceVectors(
  model: tf.LayersModel,
  rows: readonly (readonly number[])[],
  padding: number,
): Promise<tf.Tensor2D> {
  const width = Number(model.outputs[0]?.shape[1]);
  const values = new Float32Array(rows.length * width);
  for (const groups of byLength(groupsOf(rows))) {
    // A graph holds weights of its own: one at a time, since no later group has this length.
    const compute = compiledFunction(
      (feeds, parts) => unitVectors(model, itemAt(Object.values(feeds), 0), parts),
      { title: `The vectors of '${model.name}'` },
    );
    try {
      for (const group of groups) {
        const vectors = tf.tidy(() => compute.run({ x: padded(rows, group, padding) }));
        const computed = await vectors.data();
        vectors.dispose();
        for (const [row, index] of group.at.entries())
          values.set(computed.subarray(row * width, (row + 1) * width), index * width);
        await breathe();
      }
    } finally {
      compute.dispose();
    }
  }
  return tf.tensor2d(values, [rows.length, width]);
}
