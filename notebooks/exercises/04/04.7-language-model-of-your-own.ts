/** Exercise 04.7: a language model of your own. */
import {
  defineExercise,
  type GuardedFunction,
  readBundledText,
  type Report,
} from 'dlts/dist/learn/author';
import {
  createCharacterModel,
  losses,
  padSequences,
  type Parts,
  schedules,
  setSeed,
  tf,
  train,
} from 'dlts';

/** What exercise 04.7 asks for, in nats per letter on the validation names. */
const WANTED_LOSS = 1.93;

/** Nobody gets here who has not seen the validation names. */
const SUSPICIOUS_LOSS = 1.8;

const SYMBOLS = '.abcdefghijklmnopqrstuvwxyz';

/** The validation names of the chapter: the same tenth that `loadNames` gives. */
function validationNames(): string[] {
  const rows = readBundledText('exercise 04.7', 'names.tsv.gz').trimEnd().split('\n');
  const [from, to] = [Math.round(rows.length * 0.8), Math.round(rows.length * 0.9)];
  return rows.slice(from, to).map((row) => row.split('\t')[0] ?? '');
}

/** Probabilities of a model of the learner's for each of `prefixes`; rows checked. */
function probabilitiesOf(
  nextLetters: GuardedFunction,
  prefixes: readonly string[],
  report: Report,
): number[][] {
  const rows = nextLetters([...prefixes]);
  if (rows instanceof tf.Tensor)
    report.wrong('`nextLetters` returns a tensor; end with `.arraySync()`.');
  report.demand(
    Array.isArray(rows) && rows.length === prefixes.length,
    `\`nextLetters\` must return one row for each prefix; for ${prefixes.length} prefixes expected as many rows.`,
  );
  return (rows as unknown[]).map((row, i) => {
    const what = `The row for '${prefixes[i]}'`;
    if (Array.isArray(row) && row.some(Number.isNaN))
      report.wrong(
        `${what} holds NaN: 0 divided by 0. Nothing was counted after this context; leave something for what you have not seen.`,
      );
    const numbers = report.numbers(row, what.replace('The', 'the'));
    report.demand(
      numbers.length === SYMBOLS.length,
      `${what} holds ${numbers.length} numbers; 27 are wanted: first that the name ends, then a to z.`,
    );
    const sum = numbers.reduce((total, each) => total + each, 0);
    report.demand(
      Math.abs(sum - 1) < 1e-3 && numbers.every((each) => each >= 0),
      `${what} holds no probabilities: they must be at least 0 and add up to 1; the sum is ${sum.toFixed(3)}. Logits need a softmax, counts a division.`,
    );
    return numbers;
  });
}

/** Mean −ln p of the letters of `names` and of their ends. */
function lossOf(nextLetters: GuardedFunction, names: readonly string[], report: Report): number {
  const steps = names.flatMap((name) =>
    [...name, '.'].map((letter, i) => ({ prefix: name.slice(0, i), letter })),
  );
  const prefixes = [...new Set(steps.map(({ prefix }) => prefix))];
  const rows = probabilitiesOf(nextLetters, prefixes, report);
  const rowOf = new Map(prefixes.map((prefix, i) => [prefix, rows[i]]));
  const losses = steps.map(({ prefix, letter }) => {
    const p = rowOf.get(prefix)?.[SYMBOLS.indexOf(letter)] ?? 0;
    report.demand(
      p > 0,
      `After '${prefix}' your model gives probability 0 to '${letter}', which comes next in the name '${names.find((name) => `${name}.`.startsWith(prefix + letter)) ?? ''}': an infinite loss. Leave something for what you have not seen.`,
    );
    return -Math.log(p);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

export const exercise = defineExercise({
  title: 'A language model of your own',
  difficulty: 3,
  task: `
Build a model that continues first names better than the LSTM of this chapter. Anything goes: counts, a network, both. Write
\`nextLetters(prefixes)\`: for each prefix, such as \`''\` or \`'cat'\`, a row of 27 probabilities in the order
\`.abcdefghijklmnopqrstuvwxyz\`, where \`.\` means that the name ends. Learn from \`names.train\` only.

The check asks for all prefixes of the 840 **validation** names in one call, and wants a mean $-\\ln p$ of at most
**${WANTED_LOSS} nats per letter**, ends included; the test names stay closed. On the validation names, counts of letter pairs
have 2.45 and the chapter’s LSTM about 1.97.`,
  answer: 'nextLetters',
  placeholder: `
// any training comes here
function nextLetters(prefixes: string[]): number[][] {
  return todo(); // your code: 27 probabilities for each prefix
}`,
  hints: [
    'One letter of context gives 2.45, two give 2.2, three 2.1. More letters help only if rare contexts are not trusted too much.',
    'Mix contexts from short to long: $p_n = (\\text{count} + k \\, p_{n-1}) / (\\text{total} + k)$, where $p_{n-1}$ is the mixture for a context shorter by one, $p_{-1} = 1/27$, and $k = 10$. Up to four letters this gives 2.00, without any network.',
    'Counts and a network make different mistakes. What is the loss of the average of their probabilities?',
    'The network: `createCharacterModel({ vocabularySize: 27, hiddenUnits: [128] })`, ten epochs at a learning rate of 0.01 that falls along a cosine. Read it out with `tf.softmax` of the logits at position `prefix.length`, because the input begins with a dot.',
  ],
  check(answer, report) {
    const nextLetters = report.function(answer);
    probabilitiesOf(nextLetters, ['', 'an', 'cat'], report);
    const loss = lossOf(nextLetters, validationNames(), report);
    const text = `${loss.toFixed(3)} nats per letter on the validation names`;
    if (loss < SUSPICIOUS_LOSS)
      report.wrong(
        `${text}: too good to be true. Has the model learned from \`names.validation\` as well? Use \`names.train\` only.`,
      );
    const advice =
      loss > Math.log(27) - 0.05
        ? 'That is as bad as guessing, or worse: is the model trained, and are the columns in the order `.abc…z`?'
        : loss > 2.15
          ? 'Does your model use more than one or two letters of context? If so, smooth less, or train longer.'
          : 'A single model hardly gets further. Counts and a network make different mistakes: average their probabilities.';
    report.demand(loss <= WANTED_LOSS, `${text}; at most ${WANTED_LOSS} are wanted. ${advice}`);
    report.remark(
      `${text}: a perplexity of ${Math.exp(loss).toFixed(1)}, where letter pairs have 11.6. Averaging models of different kinds is called an ensemble.`,
    );
  },
});

/** `names` is what an earlier cell loaded. */
export async function solution(names: Parts<string[]>) {
  const symbols = '.abcdefghijklmnopqrstuvwxyz';
  const contexts = (prefix: string) =>
    [0, 1, 2, 3, 4].map((n) => ('....' + prefix).slice(4 + prefix.length - n));
  const counts = new Map<string, number[]>();
  const rowOf = (context: string) => counts.get(context) ?? new Array<number>(27).fill(0);
  const raised = (row: number[], letter: string) =>
    row.map((count, j) => (symbols[j] === letter ? count + 1 : count));
  for (const name of names.train)
    for (const [i, letter] of [...name, '.'].entries())
      for (const context of contexts(name.slice(0, i)))
        counts.set(context, raised(rowOf(context), letter));
  const mixed = (shorter: number[], context: string) => {
    const row = rowOf(context);
    const total = row.reduce((sum, count) => sum + count, 0);
    return shorter.map((p, j) => (row[j] + 10 * p) / (total + 10));
  };
  const counted = (prefix: string) => contexts(prefix).reduce(mixed, Array(27).fill(1 / 27));

  const numbers = (text: string) => [...text].map((letter) => symbols.indexOf(letter));
  const encode = (texts: string[], value = 0) =>
    padSequences(texts.map(numbers), { maxLength: 16, padding: 'post', value });
  setSeed(1);
  const network = createCharacterModel({ vocabularySize: 27, hiddenUnits: [128] });
  const texts = (before: string, after: string) => names.train.map((name) => before + name + after);
  const examples = { x: encode(texts('.', '')), y: encode(texts('', '.'), -1) };
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: -1 });
  const settings = { epochs: 10, optimizer: tf.train.adam(0.01), schedule: schedules.cosine() };
  await train(network, examples, { ...settings, loss, clipNorm: 1, metrics: [] });
  function nextLetters(prefixes: string[]): number[][] {
    const read = tf.tidy(() => {
      const logits = network.predict(encode(prefixes.map((prefix) => '.' + prefix))) as tf.Tensor;
      const at = prefixes.map((prefix, row) => 16 * row + prefix.length);
      return tf.softmax(logits.reshape([-1, 27]).gather(at)).arraySync() as number[][];
    });
    const shares = prefixes.map(counted);
    return read.map((row, i) => row.map((p, j) => (p + shares[i][j]) / 2));
  }
  return nextLetters;
}
