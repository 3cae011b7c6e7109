/** Exercises and self-test of chapter 05: attention on paper, masks, heads, decoding, and a test for leaks. */
import { tf } from '../../engine/tensorflow';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';
import type { Report } from '../report';

/** exp(x) / Σ exp(x). */
function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Σ weight · row. */
function mix(weights: readonly number[], rows: readonly (readonly number[])[]): number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, i) =>
    rows.reduce((sum, row, s) => sum + (weights[s] ?? 0) * (row[i] ?? 0), 0),
  );
}

const PRODUCTS = [4, 0, 2];
const VALUES = [
  [1, 0],
  [0, 4],
  [2, 2],
];

const attended: ExerciseDefinition = {
  id: '05.1',
  title: 'What the last token gets',
  difficulty: 1,
  task: `
Three tokens, queries and keys of $d = 4$ numbers, values of 2. The last token asks with $\\mathbf q = (2, 0, 1, 1)$; it may
look at all three:

| token | key | value |
|---|---|---|
| 0 | $(1, 1, 2, 0)$ | $(1, 0)$ |
| 1 | $(0, 3, -1, 1)$ | $(0, 4)$ |
| 2 | $(0, 2, 1, 1)$ | $(2, 2)$ |

Compute its row of $\\mathbf A$, the three attention weights, and its row of $\\mathbf Z$, the output: on paper, with a pocket
calculator for the exponentials. Three decimals are enough.`,
  answer: 'attended',
  placeholder: `
const attended: { weights: number[]; output: number[] } | undefined = undefined;`,
  hints: [
    'Three steps: the products $\\mathbf q \\cdot \\mathbf k_s$, divided by $\\sqrt d$; a softmax over the three; the values, mixed with these weights.',
    'The products are 4, 0 and 2; $\\sqrt 4 = 2$ turns them into scores of 2, 0 and 1.',
    '$e^2 = 7.389$, $e^0 = 1$, $e^1 = 2.718$. Their sum is 11.107; divide each by it.',
    'The output is $0.665 \\cdot (1, 0) + 0.090 \\cdot (0, 4) + 0.245 \\cdot (2, 2)$.',
  ],
  solution: `
// Scores (4, 0, 2) / 2 = (2, 0, 1); powers 7.389, 1, 2.718; their sum 11.107
const attended: { weights: number[]; output: number[] } | undefined = {
  weights: [7.389 / 11.107, 1 / 11.107, 2.718 / 11.107], // 0.665, 0.090, 0.245
  output: [0.665 * 1 + 0.245 * 2, 0.09 * 4 + 0.245 * 2], // 1.155, 0.850
};`,
  wrongAnswers: [
    {
      code: 'const attended = { weights: [0.867, 0.016, 0.117], output: [1.101, 0.298] };',
      says: 'square root of $d$ is missing',
    },
    {
      code: 'const attended = { weights: [0.506, 0.186, 0.307], output: [1.121, 1.36] };',
      says: 'by $d$ itself',
    },
    {
      code: 'const attended = { weights: [2, 0, 1], output: [4, 2] };',
      says: 'the softmax is missing',
    },
    {
      code: 'const attended = { weights: [0.667, 0, 0.333], output: [1.333, 0.667] };',
      says: 'divided the scores by their sum',
    },
    {
      code: 'const attended = { weights: [0.665, 0.09, 0.245], output: [1, 2] };',
      says: 'plain mean',
    },
    {
      code: 'const attended = { weights: [0.665, 0.09, 0.245], output: [4, 2] };',
      says: 'with the scores',
    },
    {
      code: 'const attended = { weights: [0.665, 0.09, 0.245], output: [1, 0] };',
      says: 'the likeliest value only',
    },
    {
      code: 'const attended = { weights: [0.665, 0.09, 0.245], output: [0.665, 1.425, 1.485, 0.335] };',
      says: 'must hold 2 numbers',
    },
    { code: 'const attended = [0.665, 0.09, 0.245];', says: 'an object with `weights`, `output`' },
  ],
  check(answer, report) {
    const given = report.object(answer, ['weights', 'output']);
    const weights = report.numbers(given.weights, '`weights`', { length: 3 });
    const scores = PRODUCTS.map((product) => product / 2);
    const right = softmax(scores);
    const tolerance = 2e-3;
    report.close(weights, right, {
      what: '`weights`',
      tolerance,
      mistakes: [
        { gives: softmax(PRODUCTS), says: 'The division by the square root of $d$ is missing.' },
        {
          gives: softmax(PRODUCTS.map((product) => product / 4)),
          says: 'You divided by $d$ itself; its square root is 2.',
        },
        { gives: scores, says: 'These are the scores; the softmax is missing.' },
        { gives: PRODUCTS, says: 'These are the products; scale them, and then the softmax.' },
        {
          gives: scores.map((score) => score / 3),
          says: 'You divided the scores by their sum. The softmax takes $e$ to their power first: no weight is 0.',
        },
      ],
    });
    const output = report.numbers(given.output, '`output`', { length: 2 });
    report.close(output, mix(right, VALUES), {
      what: '`output`',
      tolerance: 3e-3,
      mistakes: [
        { gives: [1, 2], says: 'That is the plain mean of the values; use the weights.' },
        {
          gives: mix(scores, VALUES),
          says: 'You mixed the values with the scores instead of the weights.',
        },
        {
          gives: VALUES[0] ?? [],
          says: 'That is the likeliest value only; attention mixes all of them.',
        },
      ],
    });
    report.remark(
      'Token 1 has a weight of only 0.09, and still gives 0.36 of the 0.85 in the second number: its value is large there. A weight says how much is taken, not how much arrives.',
    );
  },
};

interface Shape {
  width: number;
  inner: number;
  layers: number;
  vocabulary: number;
  context: number;
}

const SIBLING: Shape = { width: 96, inner: 384, layers: 3, vocabulary: 81, context: 64 };

/** Parameters of a GPT, part by part. */
function countGpt({ width, inner, layers, vocabulary, context }: Shape) {
  const attention = 4 * (width * width + width);
  const feedForward = width * inner + inner + inner * width + width;
  const block = attention + feedForward + 2 * 2 * width;
  const embeddings = (vocabulary + context) * width;
  return { attention, feedForward, block, all: embeddings + layers * block + 2 * width };
}

const parameters: ExerciseDefinition = {
  id: '05.2',
  title: 'Count a smaller sibling',
  difficulty: 1,
  task: `
A GPT for the same book: 81 different characters, a context of 64, **3 blocks, 96 wide, 6 heads**, a feed-forward part of
$4 \\cdot 96 = 384$. Every projection of the attention and both dense layers have biases; a layer normalization has a scale
and a shift. Positions are learned; the blocks normalize first, so one more normalization ends the stack; the output reuses
the token embedding, without a bias. How many parameters have the attention of one block, its feed-forward part, the whole
block, and the whole model?`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [attention, feed-forward, block, model]`,
  hints: [
    'Attention has four matrices of 96 × 96: for queries, keys, values and the output. The heads share them out; their number does not occur.',
    'The feed-forward part goes from 96 to 384 and back. Each of its two layers has as many biases as outputs.',
    'A block adds two layer normalizations, each with $2 \\cdot 96$ numbers.',
    'The model: $(81 + 64) \\cdot 96$ for tokens and positions, three blocks, and a last normalization. Nothing for the output.',
  ],
  solution: `
const perAttention = 4 * (96 * 96 + 96); // 37,248
const perFeedForward = 96 * 384 + 384 + 384 * 96 + 96; // 74,208
const perBlock = perAttention + perFeedForward + 2 * (2 * 96); // 111,840
const wholeModel = 81 * 96 + 64 * 96 + 3 * perBlock + 2 * 96; // 349,632
const parameters: number[] | undefined = [perAttention, perFeedForward, perBlock, wholeModel];`,
  wrongAnswers: [
    { code: 'const parameters = [36864, 73728, 110976, 347040];', says: 'The biases are missing' },
    {
      code: 'const parameters = [6 * 37248, 74208, 298080, 908352];',
      says: 'The heads share the 96 columns',
    },
    { code: 'const parameters = [27936, 74208, 102528, 321696];', says: 'output projection' },
    { code: 'const parameters = [37248, 37248, 74880, 238752];', says: 'and back' },
    {
      code: 'const parameters = [37248, 74208, 111456, 348480];',
      says: 'two layer normalizations',
    },
    {
      code: 'const parameters = [37248, 74208, 111648, 349056];',
      says: 'two layer normalizations',
    },
    {
      code: 'const parameters = [37248, 74208, 111840, 357408];',
      says: 'reuses the token embedding',
    },
    { code: 'const parameters = [37248, 74208, 111840, 349440];', says: 'last normalization' },
    { code: 'const parameters = [37248, 74208, 111840, 343488];', says: 'positions' },
    { code: 'const parameters = [37248, 74208, 111840, 125952];', says: 'three blocks' },
    { code: 'const parameters = [37248, 74208, 111840];', says: 'must hold 4 numbers' },
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    const [attention, feedForward, block, all] = values;
    const right = countGpt(SIBLING);
    const { width, inner, vocabulary, context } = SIBLING;
    const exact = 1e-9;
    report.close(attention, right.attention, {
      what: 'The attention',
      tolerance: exact,
      mistakes: [
        { gives: 4 * width * width, says: 'The biases are missing: 96 for each of the four.' },
        {
          gives: 6 * right.attention,
          says: 'The heads share the 96 columns: 16 each. Six heads cost what one would.',
        },
        { gives: 3 * (width * width + width), says: 'The output projection is missing.' },
      ],
    });
    report.close(feedForward, right.feedForward, {
      what: 'The feed-forward part',
      tolerance: exact,
      mistakes: [
        { gives: 2 * width * inner, says: 'The biases are missing: 384 and 96.' },
        {
          gives: width * inner + inner,
          says: 'That is its first layer; a second one leads from 384 to 96, and back to the stream.',
        },
      ],
    });
    report.close(block, right.block, {
      what: 'The block',
      tolerance: exact,
      mistakes: [
        {
          gives: right.attention + right.feedForward,
          says: 'The two layer normalizations are missing.',
        },
        {
          gives: right.block - 2 * width,
          says: 'There are two layer normalizations, and each has a scale **and** a shift.',
        },
      ],
    });
    report.close(all, right.all, {
      what: 'The model',
      tolerance: exact,
      mistakes: [
        {
          gives: right.all + vocabulary * width,
          says: 'The output reuses the token embedding: count it once.',
        },
        { gives: right.all - 2 * width, says: 'The last normalization is missing.' },
        { gives: right.all - context * width, says: 'The learned positions are missing.' },
        { gives: right.all - 2 * right.block, says: 'There are three blocks.' },
      ],
    });
    report.remark(
      'Two thirds of a block are feed-forward: $8 D^2$ of about $12 D^2$ weights. Neither the number of heads nor, in a block, the length of the text occurs.',
    );
  },
};

const scaling: ExerciseDefinition = {
  id: '05.3',
  title: 'What the square root keeps',
  difficulty: 1,
  task: `
The entries of queries and keys are independent, with mean 0 and variance 1; $d = 16$.

1. What is the variance of $\\mathbf q \\cdot \\mathbf k$?
2. What is the standard deviation of $\\mathbf q \\cdot \\mathbf k / \\sqrt d$?
3. Of two keys, one has a product one standard deviation **above** 0, the other one **below**. How many times as large is the
   first one’s attention weight, **without** the division by $\\sqrt d$?
4. And **with** it?

Three significant digits are enough.`,
  answer: 'scaling',
  placeholder: `
const scaling: number[] | undefined = undefined; // [variance, deviation, ratio without, ratio with]`,
  hints: [
    'The product is a sum of 16 independent terms $q_i k_i$, and variances of independent terms add. Each term has the variance $1 \\cdot 1$.',
    'Dividing by a number divides the standard deviation by it. The standard deviation of the product is $\\sqrt{16} = 4$.',
    'The softmax turns a **difference** of scores into a **ratio** of weights: $e^{a} / e^{b} = e^{a - b}$.',
    'Without the division the scores are $+4$ and $-4$; with it, $+1$ and $-1$.',
  ],
  solution: `
const scaling: number[] | undefined = [16, 4 / Math.sqrt(16), Math.exp(4 - -4), Math.exp(1 - -1)];`,
  wrongAnswers: [
    { code: 'const scaling = [4, 1, 2981, 7.39];', says: 'standard deviation' },
    { code: 'const scaling = [1, 1, 2981, 7.39];', says: 'one term' },
    { code: 'const scaling = [16, 0.25, 2981, 7.39];', says: 'by $d$' },
    { code: 'const scaling = [16, 4, 2981, 7.39];', says: 'before the division' },
    { code: 'const scaling = [16, 1, 54.6, 2.72];', says: 'lie 8 apart' },
    { code: 'const scaling = [16, 1, 8, 2];', says: 'exponential' },
    { code: 'const scaling = [16, 1, Math.exp(32), 7.39];', says: 'standard deviation is 4' },
    { code: 'const scaling = [16, 1, 2981, 2.72];', says: 'lie 2 apart' },
    { code: 'const scaling = [16, 1, 2981, 2981];', says: 'changes the ratio' },
  ],
  check(answer, report) {
    const [variance, deviation, ratioWithout, ratioWith] = report.numbers(answer, undefined, {
      length: 4,
    });
    const d = 16;
    const tolerance = 2e-3;
    report.close(variance, d, {
      what: 'The variance of the product',
      tolerance,
      mistakes: [
        { gives: Math.sqrt(d), says: 'That is its standard deviation.' },
        { gives: 1, says: 'That is the variance of one term; there are 16, and they add up.' },
      ],
    });
    report.close(deviation, 1, {
      what: 'The standard deviation after the division',
      tolerance,
      mistakes: [
        { gives: 1 / Math.sqrt(d), says: 'You divided by $d$; its square root is 4.' },
        { gives: Math.sqrt(d), says: 'That is the standard deviation before the division.' },
      ],
    });
    report.close(ratioWithout, Math.exp(2 * Math.sqrt(d)), {
      what: 'The ratio without the division',
      tolerance,
      mistakes: [
        { gives: Math.exp(Math.sqrt(d)), says: 'The scores are $+4$ and $-4$: they lie 8 apart.' },
        {
          gives: 2 * Math.sqrt(d),
          says: 'That is the difference of the scores; the softmax takes its exponential.',
        },
        { gives: Math.exp(2 * d), says: '16 is the variance; the standard deviation is 4.' },
      ],
    });
    report.close(ratioWith, Math.exp(2), {
      what: 'The ratio with the division',
      tolerance,
      mistakes: [
        { gives: Math.E, says: 'The scores are $+1$ and $-1$: they lie 2 apart.' },
        { gives: 2, says: 'That is the difference of the scores; take its exponential.' },
        {
          gives: Math.exp(2 * Math.sqrt(d)),
          says: 'The division shrinks the difference from 8 to 2, and so it changes the ratio.',
        },
      ],
    });
    report.remark(
      'Without the root, the ratio would depend on $d$: with $d = 64$ it would be $e^{16}$, nearly nine million. Such a softmax is a hard choice, and its gradient is almost 0.',
    );
  },
};

const LETTERS = ['a', 'b', 'c'] as const;
/** Probability of the next letter, after the start (first row), a, b and c. */
const NEXT = [
  [0.4, 0.35, 0.25],
  [0.15, 0.45, 0.4],
  [0.25, 0.3, 0.45],
  [0.05, 0.15, 0.8],
];

/** Probability of a text of letter numbers. */
function likelihood(text: readonly number[]): number {
  return text.reduce((p, letter, i) => p * (NEXT[(text[i - 1] ?? -1) + 1]?.[letter] ?? 0), 1);
}

/** The likeliest text of three letters that beam search finds. */
function searched(width: number): string {
  let beams: number[][] = [[]];
  for (let step = 0; step < 3; step++) {
    const candidates = beams.flatMap((text) => [0, 1, 2].map((letter) => [...text, letter]));
    candidates.sort((x, y) => likelihood(y) - likelihood(x));
    beams = candidates.slice(0, width);
  }
  return (beams[0] ?? []).map((letter) => LETTERS[letter]).join('');
}

const decoded: ExerciseDefinition = {
  id: '05.4',
  title: 'Greedy, beam, best',
  difficulty: 2,
  task: `
A tiny language model knows three letters; the next one depends only on the one before. Texts have exactly three letters.

| after | a | b | c |
|---|---|---|---|
| start | 0.40 | 0.35 | 0.25 |
| a | 0.15 | 0.45 | 0.40 |
| b | 0.25 | 0.30 | 0.45 |
| c | 0.05 | 0.15 | 0.80 |

Write three texts: the one that **greedy** decoding gives, the one that **beam search** with a width of 2 gives, and the
likeliest of all 27.`,
  answer: 'decoded',
  placeholder: `
const decoded: string[] | undefined = undefined; // [greedy, beam of 2, likeliest]`,
  hints: [
    'Greedy: take the largest number of each row, and go on in the row of that letter. The probability of a text is the product of its three numbers.',
    'The beam keeps **a** (0.40) and **b** (0.35) after the first step. The second step has six candidates; compare all six with one another.',
    'They are aa 0.06, ab 0.18, ac 0.16, ba 0.0875, bb 0.105, bc 0.1575. Two stay, and their six continuations compete again.',
    'For the likeliest of all: which letter, once reached, loses the least? Start there, although 0.25 is the smallest first step.',
  ],
  solution: `
// Greedy: a 0.4, ab 0.18, abc 0.081. Beam: ab 0.18 and ac 0.16 stay; abc 0.081, acc 0.128.
// Best: c 0.25, cc 0.2, ccc 0.16
const decoded: string[] | undefined = ['abc', 'acc', 'ccc'];`,
  wrongAnswers: [
    { code: `const decoded = ['abc', 'bcc', 'ccc'];`, says: 'compete' },
    { code: `const decoded = ['abc', 'abc', 'ccc'];`, says: 'the beam keeps **ac** as well' },
    { code: `const decoded = ['abc', 'ccc', 'ccc'];`, says: 'dropped after the first step' },
    { code: `const decoded = ['abc', 'acc', 'acc'];`, says: 'that the beam had dropped' },
    { code: `const decoded = ['aaa', 'acc', 'ccc'];`, says: 'row of that letter' },
    { code: `const decoded = ['ccc', 'acc', 'abc'];`, says: 'the likeliest of all' },
    { code: `const decoded = ['acc', 'acc', 'ccc'];`, says: 'only the next step' },
    { code: `const decoded = ['abc', 'acc'];`, says: 'three texts' },
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 3,
      '`decoded` must be an array of three texts: greedy, beam of 2, likeliest.',
    );
    const [greedy, beam, best] = (answer as unknown[]).map((each, i) =>
      report
        .string(each, `Text ${i + 1}`)
        .trim()
        .toLowerCase(),
    );
    report.equal(greedy, searched(1), {
      what: 'The greedy text',
      mistakes: [
        {
          gives: 'aaa',
          says: 'After the first **a**, look into the row of that letter: its largest number is not under a.',
        },
        { gives: 'ccc', says: 'That is the likeliest of all; greedy decoding does not find it.' },
        { gives: 'acc', says: 'Greedy looks at only the next step: after **a**, 0.45 beats 0.40.' },
      ],
    });
    report.equal(beam, searched(2), {
      what: 'The text of the beam',
      mistakes: [
        {
          gives: 'bcc',
          says: 'That is what **b** leads to by itself. In a beam all six candidates compete: after two steps none that begins with **b** is left.',
        },
        {
          gives: 'abc',
          says: 'That is greedy again. After two steps the beam keeps **ac** as well, and 0.16 · 0.8 is more than 0.18 · 0.45.',
        },
        {
          gives: 'ccc',
          says: 'A beam of 2 cannot find it: **c** was dropped after the first step.',
        },
      ],
    });
    report.equal(best, searched(27), {
      what: 'The likeliest text',
      mistakes: [
        {
          gives: 'acc',
          says: 'It has 0.128. A text begins with a letter that the beam had dropped, and has more.',
        },
      ],
    });
    report.remark(
      '0.081, 0.128 and 0.160: a wider beam finds more, and guarantees nothing. A beam of 3 would have found **ccc**.',
    );
  },
};

/** `[B, T, T]`, 1 where `allowed` says so. */
function maskFrom(
  rows: readonly (readonly number[])[],
  allowed: (t: number, s: number, row: readonly number[]) => boolean,
): number[][][] {
  return rows.map((row) => row.map((_, t) => row.map((_token, s) => (allowed(t, s, row) ? 1 : 0))));
}

const attentionMask: ExerciseDefinition = {
  id: '05.5',
  title: 'Neither the future nor the padding',
  difficulty: 2,
  task: `
Write \`attentionMask(tokens)\` for a decoder that reads texts of different lengths. \`tokens\` is \`[B, T]\` int32; 0 fills
short texts at their end. Return \`[B, T, T]\`: element $(b, t, s)$ is **true** (or 1) where query $t$ may look at
key $s$, because $s$ is not later than $t$ **and** token $s$ of text $b$ is not padding; elsewhere it is **false** (or 0).
Stay in tensors.`,
  answer: 'attentionMask',
  placeholder: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'Two masks, combined by *and*: one of shape `[T, T]` that is the same for all texts, one of shape `[B, 1, T]` that is the same for all queries.',
    'Causal: the chapter’s `causalMask(tokens.shape[1])`. Or compare `tf.range(0, steps)` as a column `[T, 1]` (queries) with the same as a row `[1, T]` (keys): `greaterEqual`.',
    'Padding: `tokens.notEqual(0)` says which **keys** are real; `expandDims(1)` makes it `[B, 1, T]`.',
    'Broadcasting does the rest: `causal.logicalAnd(real)` is `[B, T, T]`.',
  ],
  solution: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const at = tf.range(0, tokens.shape[1], 1, 'int32');
    const causal = at.expandDims(1).greaterEqual(at.expandDims(0)); // [T, 1] ≥ [1, T]
    const real = tokens.notEqual(0).expandDims(1); // [B, 1, T]
    return causal.logicalAnd(real); // [B, T, T]
  });
}`,
  wrongAnswers: [
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
  return causal.toInt().expandDims(0).tile([tokens.shape[0], 1, 1]);
}`,
      says: 'Padding is still visible',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const steps = tokens.shape[1];
  return tokens.notEqual(0).toInt().expandDims(1).tile([1, steps, 1]);
}`,
      says: 'The future is still visible',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).lessEqual(at.expandDims(0));
  return causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toInt();
}`,
      says: 'the wrong way round',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).greater(at.expandDims(0));
  return causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toInt();
}`,
      says: 'may look at itself',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
  return causal.logicalAnd(tokens.notEqual(0).expandDims(2)).toInt();
}`,
      says: 'hides padded queries',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
  return causal.logicalOr(tokens.notEqual(0).expandDims(1)).toInt();
}`,
      says: 'Both conditions',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
  const mask = causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toFloat();
  return tf.sub(1, mask).mul(-1e9);
}`,
      says: 'is added to the scores',
    },
    {
      code: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  const at = tf.range(0, tokens.shape[1], 1, 'int32');
  return at.expandDims(1).greaterEqual(at.expandDims(0)).toInt();
}`,
      says: 'has shape [5, 5]; expected [3, 5, 5]',
    },
  ],
  check(answer, report) {
    const attentionMask = report.function(answer);
    const rows = [
      [7, 3, 5, 0, 0],
      [2, 9, 4, 4, 1],
      [6, 0, 0, 0, 0],
    ];
    const tokens = tf.tensor2d(rows, undefined, 'int32');
    const result = report.tensor(
      attentionMask(tokens),
      { shape: [3, 5, 5] },
      'The mask on tokens [3, 5]',
    );
    const real = (row: readonly number[], s: number) => row[s] !== 0;
    const right = maskFrom(rows, (t, s, row) => s <= t && real(row, s));
    report.close(result.toFloat(), right, {
      what: 'The mask',
      on: JSON.stringify(rows),
      mistakes: [
        { gives: maskFrom(rows, (t, s) => s <= t), says: 'Padding is still visible: the keys that are 0 must be hidden.' },
        { gives: maskFrom(rows, (_, s, row) => real(row, s)), says: 'The future is still visible.' },
        { gives: maskFrom(rows, (t, s, row) => s >= t && real(row, s)), says: 'The causal part is the wrong way round: rows are queries, and they look back.' },
        { gives: maskFrom(rows, (t, s, row) => s < t && real(row, s)), says: 'A token may look at itself: $s \\le t$. Otherwise the first row would be empty.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t && real(row, t)), says: 'That hides padded queries and leaves padded keys. What nobody may look at are keys: the last axis.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t || real(row, s)), says: 'Both conditions must hold: *and*, not *or*.' },
        { gives: maskFrom(rows, (t, s, row) => s > t || !real(row, s)), says: 'Yours is 1 where looking is forbidden.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t && real(row, s)).map((text) => text.map((row) => row.map((one) => (1 - one) * -1e9))), says: 'That is what is added to the scores; here true and false (1 and 0) are wanted.' },
      ],
    }); // prettier-ignore
    const other = [[4, 8, 2, 6, 1, 3, 0]];
    report.close(
      report.tensor(attentionMask(tf.tensor2d(other, undefined, 'int32'))).toFloat(),
      maskFrom(other, (t, s, row) => s <= t && real(row, s)),
      { what: 'The mask', on: JSON.stringify(other) },
    );
    report.remark(
      'The first key is real and never later than a query: no row is empty, so no softmax divides by 0. With padding in **front** of the texts that would not hold.',
    );
  },
};

interface Faults {
  /** Divides by the root of the whole width. */
  fullWidth?: boolean;
  unscaled?: boolean;
  /** Cuts heads out of the rows in the wrong order. */
  scrambled?: boolean;
  /** Softmax over the queries. */
  overQueries?: boolean;
  /** Joins heads without moving their axis back. */
  joinedWrongly?: boolean;
}

/** Attention of H query heads to one set of keys and values, and its likely mistakes. */
function sharedAttention(
  [q, k, v]: readonly [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D],
  heads: number,
  faults: Faults = {},
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const size = width / heads;
  const apart = faults.scrambled
    ? q.reshape([batch, heads, steps, size])
    : q.reshape([batch, steps, heads, size]).transpose([0, 2, 1, 3]);
  const divisor = faults.unscaled ? 1 : Math.sqrt(faults.fullWidth ? width : size);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, heads, 1, 1]);
  const scores = tf.matMul(apart, copies(k), false, true).div(divisor);
  const weights = faults.overQueries
    ? tf.softmax(scores.transpose([0, 1, 3, 2])).transpose([0, 1, 3, 2])
    : tf.softmax(scores);
  const outputs = tf.matMul(weights, copies(v)); // [B, H, T, d]
  const joined = faults.joinedWrongly ? outputs : outputs.transpose([0, 2, 1, 3]);
  return joined.reshape([batch, steps, width]);
}

const multiQueryAttention: ExerciseDefinition = {
  id: '05.6',
  title: 'Many questions, one memory',
  difficulty: 2,
  task: `
In **multi-query attention** the $H$ heads ask different questions and share one set of keys and values. Write
\`multiQueryAttention(q, k, v, numHeads)\`. \`q\` is \`[B, T, D]\`: head 0 owns its first $d = D / H$ columns, head 1 the next
$d$, and so on. \`k\` and \`v\` are \`[B, S, d]\`. Each head attends with
$\\operatorname{softmax}(\\mathbf Q \\mathbf K^\\top / \\sqrt d)\\, \\mathbf V$; the outputs of the heads stand side by side in the same
order, \`[B, T, D]\`. No mask, no projections.`,
  answer: 'multiQueryAttention',
  placeholder: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'One head at a time is fine. Its queries are `q.slice([0, 0, h * d], [-1, -1, d])`, `[B, T, d]`; keys and values are the same for all heads, and `tf.matMul` treats each sequence of the batch by itself.',
    'Divide by the root of $d$, the last axis of `k`; the softmax runs over the keys, the last axis of the scores. `tf.concat(outputs, 2)` lays the heads side by side.',
    'All heads at once: `q.reshape([B, T, H, d]).transpose([0, 2, 1, 3])` brings the heads before the steps, and `k.expandDims(1).tile([1, H, 1, 1])` gives each of them the same keys. At the end first `transpose([0, 2, 1, 3])`, then `reshape([B, T, D])`.',
    'Shortest: the keys are shared, so the heads can pose as more queries. `q.reshape([B, T * H, d])`, one attention, `reshape([B, T, D])`: no axis has to move.',
  ],
  solution: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  return tf.tidy(() => {
    const [batch, steps, width] = q.shape;
    const size = width / numHeads;
    const questions = q.reshape([batch, steps * numHeads, size]); // every head of every step
    const scores = tf.matMul(questions, k, false, true).div(Math.sqrt(size)); // [B, T · H, S]
    return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
  });
}`,
  wrongAnswers: [
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const apart = q.reshape([batch, numHeads, steps, width / numHeads]);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
  const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
  const outputs = tf.matMul(tf.softmax(scores), copies(v));
  return outputs.transpose([0, 2, 1, 3]).reshape([batch, steps, width]);
}`,
      says: 'cut across the steps',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
  const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
  return tf.matMul(tf.softmax(scores), copies(v)).reshape([batch, steps, width]);
}`,
      says: 'Move the heads back',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const questions = q.reshape([batch, steps * numHeads, width / numHeads]);
  const scores = tf.matMul(questions, k, false, true).div(Math.sqrt(width));
  return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
}`,
      says: 'the size of one head',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const questions = q.reshape([batch, steps * numHeads, width / numHeads]);
  const scores = tf.matMul(questions, k, false, true);
  return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
}`,
      says: 'division by',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
  const scores = tf.matMul(copies(k), apart, false, true).div(Math.sqrt(width / numHeads));
  const weights = tf.softmax(scores).transpose([0, 1, 3, 2]);
  return tf.matMul(weights, copies(v)).transpose([0, 2, 1, 3]).reshape([batch, steps, width]);
}`,
      says: 'over the queries',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const scores = tf.matMul(q, k, false, true).div(Math.sqrt(k.shape[2]));
  return tf.matMul(tf.softmax(scores), v);
}`,
      says: 'stopped with an error',
    },
    {
      code: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
  const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
  return tf.matMul(tf.softmax(scores), copies(v));
}`,
      says: 'has shape [2, 3, 5, 7]',
    },
  ],
  check(answer, report) {
    const multiQueryAttention = report.function(answer);
    const values = (count: number, factor: number): number[] =>
      Array.from({ length: count }, (_, i) => (((i + 1) * factor) % 101) / 25 - 2);
    for (const [batch, steps, keys, heads, size] of [
      [2, 5, 11, 3, 7],
      [1, 2, 3, 5, 2],
    ] as const) {
      const q = tf.tensor3d(values(batch * steps * heads * size, 37), [batch, steps, heads * size]);
      const k = tf.tensor3d(values(batch * keys * size, 53), [batch, keys, size]);
      const v = tf.tensor3d(values(batch * keys * size, 29), [batch, keys, size]);
      const variant = (faults: Faults) => sharedAttention([q, k, v], heads, faults);
      const right = variant({});
      const on = `q [${q.shape.join(', ')}], k and v [${k.shape.join(', ')}], ${heads} heads`;
      const result = report.tensor(
        multiQueryAttention(q, k, v, heads),
        { shape: right.shape },
        `The result on ${on}`,
      );
      report.close(result, right, {
        what: `The result on ${on}`,
        mistakes: [
          {
            gives: variant({ scrambled: true }),
            says: 'The heads are cut across the steps: first `reshape([B, T, H, d])`, then exchange the axes T and H.',
          },
          {
            gives: variant({ joinedWrongly: true }),
            says: 'Move the heads back behind the steps before you merge; `reshape` moves nothing.',
          },
          {
            gives: variant({ fullWidth: true }),
            says: 'Divide by the root of $d$, the size of one head, not of the whole width.',
          },
          {
            gives: variant({ unscaled: true }),
            says: 'The division by the root of $d$ is missing.',
          },
          {
            gives: variant({ overQueries: true }),
            says: 'Your softmax runs over the queries; for each query, the weights of the **keys** must sum to 1.',
          },
        ],
      });
    }
    report.remark(
      'While text is sampled, keys and values of all earlier steps are kept. With one set instead of $H$, that memory is $1/H$ as large (Shazeer 2019, “One Write-Head is All You Need”). Many large models share one set among a few heads each: grouped-query attention.',
    );
  },
};

/** Probabilities after top-p filtering; `keep` says whether a token stays, by the mass before and after it. */
function filtered(
  logits: readonly number[],
  keep: (before: number, after: number, probability: number) => boolean,
): number[] {
  const probabilities = softmax(logits);
  const order = [...probabilities.keys()].sort(
    (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0),
  );
  const kept = new Array<number>(logits.length).fill(0);
  let before = 0;
  for (const token of order) {
    const probability = probabilities[token] ?? 0;
    if (keep(before, before + probability, probability)) kept[token] = probability;
    before += probability;
  }
  return kept;
}

function normalized(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

const nucleus: ExerciseDefinition = {
  id: '05.7',
  title: 'Keep the nucleus',
  difficulty: 2,
  task: `
Top-k keeps a fixed number of tokens, **top-p** keeps a fixed share of the probability. Write \`nucleus(logits, p)\` in plain
TypeScript: take the softmax; keep the likeliest tokens, one after another, **until** together they reach at least \`p\`; set
all others to 0; and scale what is left so that it sums to 1. The result has one probability per token, in the order of
\`logits\`. At least one token always stays.`,
  answer: 'nucleus',
  placeholder: `
function nucleus(logits: number[], p: number): number[] {
  return todo(); // your code
}`,
  hints: [
    'Sort the **numbers** of the tokens by falling probability, not the probabilities themselves: you need to know who is who.',
    '`const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a])`.',
    'Walk along `order` with a sum. The token with which the sum reaches `p` still belongs to the nucleus; stop after it.',
    'Collect into an array of zeros, `kept[token] = probabilities[token]`, and divide everything by the sum at the end.',
  ],
  solution: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  const kept = logits.map(() => 0);
  let sum = 0;
  for (const token of order) {
    kept[token] = powers[token] / total;
    sum += kept[token];
    if (sum >= p) break;
  }
  return kept.map((probability) => probability / sum);
}`,
  wrongAnswers: [
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  const kept = logits.map(() => 0);
  let sum = 0;
  for (const token of order) {
    kept[token] = powers[token] / total;
    sum += kept[token];
    if (sum >= p) break;
  }
  return kept;
}`,
      says: 'sums to',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  const kept = logits.map(() => 0);
  let sum = 0;
  for (const token of order) {
    if (sum + powers[token] / total >= p) break;
    kept[token] = powers[token] / total;
    sum += kept[token];
  }
  return kept.map((probability) => probability / sum);
}`,
      says: 'still belongs to the nucleus',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const kept = powers.map((power) => (power / total >= p ? power / total : 0));
  const sum = kept.reduce((all, each) => all + each, 0);
  return kept.map((probability) => probability / Math.max(sum, 1e-9));
}`,
      says: 'a single token',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const sorted = powers.map((power) => power / total).sort((a, b) => b - a);
  let sum = 0;
  const kept = sorted.map((probability) => {
    const stays = sum < p;
    sum += probability;
    return stays ? probability : 0;
  });
  const rest = kept.reduce((all, each) => all + each, 0);
  return kept.map((probability) => probability / rest);
}`,
      says: 'order of `logits`',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}`,
      says: 'Nothing is left out',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  let sum = 0;
  const kept = powers.map((power) => {
    const stays = sum < p;
    sum += power / total;
    return stays ? power / total : 0;
  });
  const rest = kept.reduce((all, each) => all + each, 0);
  return kept.map((probability) => probability / rest);
}`,
      says: 'The likeliest token comes first',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const best = [...logits.keys()].sort((a, b) => logits[b] - logits[a]).slice(0, 3);
  const powers = logits.map((logit, token) => (best.includes(token) ? Math.exp(logit) : 0));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}`,
      says: 'fixed number',
    },
    {
      code: `
function nucleus(logits: number[], p: number): number[] {
  const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  let sum = 0;
  const kept = [...logits];
  for (const token of order) {
    if (sum >= p) kept[token] = 0;
    sum += powers[token] / total;
  }
  const again = kept.map((logit) => Math.exp(logit));
  const all = again.reduce((one, other) => one + other, 0);
  return again.map((power) => power / all);
}`,
      says: 'A logit of 0',
    },
  ],
  check(answer, report) {
    const nucleus = report.function(answer);
    // Probabilities 0.1, 0.5, 0.04, 0.2, 0.16: the order of the tokens is 1, 3, 4, 0, 2.
    const logits = [0.1, 0.5, 0.04, 0.2, 0.16].map((probability) => Math.log(probability) + 3);
    for (const p of [0.6, 0.8, 0.3, 1]) checkNucleus(nucleus, logits, p, report);
    const large = [800, 801, 790];
    report.close(report.numbers(nucleus([...large], 0.9), 'The result', { length: 3 }), normalized(filtered(large, (before) => before < 0.9)), {
      what: 'The result', on: '[800, 801, 790], 0.9',
    }); // prettier-ignore
    report.remark(
      'After a sure beginning (`q`, then `u`) the nucleus is a single letter; after a full stop it is wide. Top-k cannot do that.',
    );
  },
};

function checkNucleus(
  nucleus: (...args: unknown[]) => unknown,
  logits: readonly number[],
  p: number,
  report: Report,
): void {
  const right = normalized(filtered(logits, (before) => before < p - 1e-9));
  const result = nucleus([...logits], p);
  const values = report.numbers(result, 'The result', { length: logits.length });
  const on = `probabilities 0.1, 0.5, 0.04, 0.2, 0.16, p = ${p}`;
  const raw = filtered(logits, (before) => before < p - 1e-9);
  const zeros = logits.map((logit, token) => (raw[token] === 0 ? 0 : logit));
  report.close(values, right, {
    what: `The result on ${on}`,
    mistakes: [
      {
        gives: raw,
        says: `It sums to ${raw.reduce((a, b) => a + b, 0).toFixed(2)}: scale what is left so that it sums to 1.`,
      },
      {
        gives: (given) => sameAs(given, normalized(filtered(logits, (_, after) => after < p))),
        says: 'You stop one too early: the token with which the sum reaches `p` still belongs to the nucleus.',
      },
      {
        gives: (given) => sameAs(given, [...right].sort((a, b) => b - a)),
        says: 'The right numbers, but sorted: return them in the order of `logits`.',
      },
      { gives: softmax(logits), says: 'Nothing is left out: that is the plain softmax.' },
      {
        gives: (given) => given.every((value) => value === 0),
        says: 'No token stays. `p` is the share of all that are kept together, not what a single token must reach.',
      },
      {
        gives: normalized(filtered(logits, (_b, _a, probability) => probability >= p)),
        says: '`p` is the share of all that are kept together, not what a single token must reach.',
      },
      { gives: softmax(zeros), says: 'A logit of 0 does not forbid a token: $e^0 = 1$. Set probabilities to 0, or logits to −∞.' },
      {
        gives: (given) => given.filter((value) => value > 0).length === 3 && right.filter((value) => value > 0).length !== 3,
        says: 'How many stay must depend on `p`; a fixed number would be top-k.',
      },
      {
        gives: (given) => (given[0] ?? 0) > 0 && right[0] === 0,
        says: 'The likeliest token comes first, then the next: walk by falling probability.',
      },
    ],
  }); // prettier-ignore
}

function sameAs(given: readonly number[], expected: readonly number[]): boolean {
  return (
    given.length === expected.length &&
    given.every((value, i) => Math.abs(value - (expected[i] ?? NaN)) < 1e-4)
  );
}

type TokenModel = (tokens: tf.Tensor2D) => tf.Tensor3D;

const LEAK_STEPS = 7;
const LEAK_VOCABULARY = 11;

/** A one-layer model whose step t mixes the steps s with weights `share(t, s)`. */
function mixingModel(share: (t: number, s: number) => number): TokenModel {
  const steps = LEAK_STEPS;
  const weights = Array.from({ length: steps * steps }, (_, i) =>
    share(Math.floor(i / steps), i % steps),
  );
  const table = Array.from({ length: LEAK_VOCABULARY * 5 }, (_, i) => ((i * 37) % 59) / 59 - 0.5);
  return (tokens) => {
    const [batch] = tokens.shape;
    const vectors = tf.gather(tf.tensor2d(table, [LEAK_VOCABULARY, 5]), tokens.flatten()); // [B · T, 5]
    const mixing = tf.tensor3d(weights, [1, steps, steps]).tile([batch, 1, 1]);
    return tf.matMul(mixing, vectors.reshape([batch, steps, 5])) as tf.Tensor3D;
  };
}

const causalMean = (t: number, s: number): number => (s <= t ? 1 / (t + 1) : 0);

/** Normalizes every feature over the steps: a layer normalization along the wrong axis. */
function normalizedOverTime(model: TokenModel): TokenModel {
  return (tokens) => {
    const x = model(tokens);
    const { mean, variance } = tf.moments(x, 1, true);
    return x.sub(mean).div(variance.add(1e-5).sqrt()) as tf.Tensor3D;
  };
}

interface Suspect {
  name: string;
  model: TokenModel;
  leaks: boolean;
  advice: string;
}

function suspects(): Suspect[] {
  const last = LEAK_STEPS - 1;
  return [
    {
      name: 'a causal model',
      model: mixingModel(causalMean),
      leaks: false,
      advice: 'The outputs **at and after** the changed token may change; only earlier ones must not.',
    },
    {
      name: 'a model without any mask',
      model: mixingModel(() => 1 / LEAK_STEPS),
      leaks: true,
      advice: 'Change a later token and compare the outputs at the steps before it.',
    },
    {
      name: 'a mask that is off by one ($s \\le t + 1$)',
      model: mixingModel((t, s) => (s <= t + 1 ? 1 / (t + 2) : 0)),
      leaks: true,
      advice: 'Compare **every** earlier step, up to the one right before the changed token.',
    },
    {
      name: 'a model that sees only strictly earlier tokens',
      model: mixingModel((t, s) => (s < t ? 1 / t : 0)),
      leaks: false,
      advice: 'Seeing less than allowed is no leak.',
    },
    {
      name: 'a model whose first three steps see one another',
      model: mixingModel((t, s) => (s <= t || (t < 3 && s < 3) ? 1 / LEAK_STEPS : 0)),
      leaks: true,
      advice: 'The leak passes at two places only; a token changed elsewhere reveals nothing. Change each later token in turn.',
    },
    {
      name: 'a mask that lets 1 % of the future through',
      model: mixingModel((t, s) => (s <= t ? 1 / (t + 1) : 0.01)),
      leaks: true,
      advice: 'Look at the **largest** difference, not at a mean, and compare it with a small number such as $10^{-5}$.',
    },
    {
      name: 'a model in which only the last two steps see each other',
      model: mixingModel((t, s) => (s <= t || (t === last - 1 && s === last) ? 1 / LEAK_STEPS : 0)),
      leaks: true,
      advice: 'Change each later token in turn, the last one too.',
    },
    {
      name: 'a causal model that normalizes over the steps',
      model: normalizedOverTime(mixingModel(causalMean)),
      leaks: true,
      advice: 'The mask is right, and the mean over all steps still carries the future. Test what the model does, not its mask.',
    },
  ]; // prettier-ignore
}

const seesFuture: ExerciseDefinition = {
  id: '05.8',
  title: 'Find the leak',
  difficulty: 3,
  task: `
The chapter’s \`leakage\` changes one token, at place 40, and overlooks every leak that does not pass there. Write the
thorough test: \`seesFuture(model, tokens, vocabularySize)\`. \`model\` is a function from tokens \`[B, T]\` int32 to outputs
\`[B, T, V]\`; \`tokens\` is a batch to try it on, with numbers from 0 to \`vocabularySize\` − 1. Return \`true\` if the output
at **any** step changes by more than $10^{-5}$ when a **later** token changes, else \`false\`. You cannot look inside the model.`,
  answer: 'seesFuture',
  placeholder: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  return todo(); // your code
}`,
  hints: [
    'Run the model twice: on the tokens, and on the same tokens with one of them changed at step $s$. Which outputs must be the same?',
    'Those at the steps $0 \\dots s - 1$: `x.slice([0, 0, 0], [-1, s, -1])`. Step $s$ itself has seen the new token, rightly.',
    'One $s$ is not enough: a leak may reach only one step back, or only part of the text. Try $s = 1, \\dots, T - 1$.',
    'Change with `tokens.arraySync()`, and `(token + 1) % vocabularySize` at index `s` of each row: always a different token that exists.',
    'Largest difference: `a.sub(b).abs().max().dataSync()[0]`.',
  ],
  solution: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const other = (token: number) => (token + 1) % vocabularySize;
  return tf.tidy(() => {
    const [rows, before] = [tokens.arraySync(), model(tokens)];
    for (let s = 1; s < tokens.shape[1]; s++) {
      const changed = rows.map((row) => row.map((token, t) => (t === s ? other(token) : token)));
      const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(before).abs();
      if (difference.slice([0, 0, 0], [-1, s, -1]).max().dataSync()[0] > 1e-5) return true;
    }
    return false;
  });
}`,
  wrongAnswers: [
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const changed = tokens.add(1).mod(vocabularySize).toInt() as tf.Tensor2D;
  return model(changed).sub(model(tokens)).abs().max().dataSync()[0] > 1e-5;
}`,
      says: 'only earlier ones must not',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const last = tokens.shape[1] - 1;
  const changed = tokens.arraySync().map((row) =>
    row.map((token, t) => (t === last ? (token + 1) % vocabularySize : token)));
  const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(model(tokens)).abs();
  return difference.slice([0, 0, 0], [-1, last, -1]).max().dataSync()[0] > 1e-5;
}`,
      says: 'a token changed elsewhere reveals nothing',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const at = Math.floor(tokens.shape[1] / 2);
  const rows = tokens.arraySync();
  for (const row of rows) row[at] = (row[at] + 1) % vocabularySize;
  const difference = model(tf.tensor2d(rows, undefined, 'int32')).sub(model(tokens)).abs();
  return difference.slice([0, 0, 0], [-1, at, -1]).max().dataSync()[0] > 1e-5;
}`,
      says: 'a token changed elsewhere reveals nothing',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const changed = tokens.arraySync().map((row) =>
    row.map((token, t) => (t === 0 ? (token + 1) % vocabularySize : token)));
  const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(model(tokens)).abs();
  return difference.slice([0, 1, 0], [-1, -1, -1]).max().dataSync()[0] > 1e-5;
}`,
      says: 'only earlier ones must not',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const [rows, before] = [tokens.arraySync(), model(tokens)];
  for (let s = 1; s < tokens.shape[1]; s++) {
    const changed = rows.map((row) =>
      row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)));
    const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(before).abs();
    if (difference.slice([0, 0, 0], [-1, s + 1, -1]).max().dataSync()[0] > 1e-5) return true;
  }
  return false;
}`,
      says: 'only earlier ones must not',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const [rows, before] = [tokens.arraySync(), model(tokens)];
  for (let s = 1; s < tokens.shape[1]; s++) {
    const changed = rows.map((row) =>
      row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)));
    const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(before).abs();
    if (difference.slice([0, 0, 0], [-1, 1, -1]).max().dataSync()[0] > 1e-5) return true;
  }
  return false;
}`,
      says: 'Change each later token in turn, the last one too',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const [rows, before] = [tokens.arraySync(), model(tokens)];
  for (let s = 1; s < tokens.shape[1]; s++) {
    const changed = rows.map((row) =>
      row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)));
    const difference = model(tf.tensor2d(changed, undefined, 'int32')).sub(before).abs();
    if (difference.slice([0, 0, 0], [-1, s, -1]).mean().dataSync()[0] > 0.01) return true;
  }
  return false;
}`,
      says: 'the **largest** difference',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  return false;
}`,
      says: 'Change a later token',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  const changed = tokens.add(1).toInt() as tf.Tensor2D;
  model(changed);
  return true;
}`,
      says: 'no token of the vocabulary',
    },
    {
      code: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): any {
  return model(tokens);
}`,
      says: 'must be `true` or `false`',
    },
  ],
  check(answer, report) {
    const seesFuture = report.function(answer);
    const values = Array.from({ length: 2 * LEAK_STEPS }, (_, i) => (i * 3 + 4) % LEAK_VOCABULARY);
    const tokens = tf.tensor2d(values, [2, LEAK_STEPS], 'int32');
    for (const { name, model, leaks, advice } of suspects()) {
      let invalid: string | undefined;
      const guarded = (input: unknown): tf.Tensor3D => {
        invalid ??= faultOf(input);
        return invalid === undefined ? model(input as tf.Tensor2D) : model(tokens);
      };
      const given = seesFuture(guarded, tokens, LEAK_VOCABULARY);
      report.demand(invalid === undefined, invalid ?? '');
      const result = report.boolean(given, 'what it returns');
      report.demand(
        result === leaks,
        `For ${name} your function returns ${String(result)}; expected ${String(leaks)}. ${advice}`,
      );
    }
    report.remark(
      'Try it on the models of the chapter, with the first window of `heldOutText.x`: `(tokens) => gpt.predict(tokens) as tf.Tensor3D`, and the same with `leaky`.',
    );
  },
};

/** What is wrong with the tokens that the learner passes to a model, if anything is. */
function faultOf(input: unknown): string | undefined {
  if (!(input instanceof tf.Tensor) || input.isDisposed || input.rank !== 2)
    return 'Pass the model tokens `[B, T]`, like those that you get.';
  if (input.shape[1] !== LEAK_STEPS || input.shape[0] === 0)
    return `The model was given tokens [${input.shape.join(', ')}]; keep the length of the text, and change a token in it.`;
  const odd = input.dataSync().find((token) => !(token >= 0 && token < LEAK_VOCABULARY));
  if (odd === undefined && input.dtype === 'int32') return undefined;
  return input.dtype === 'int32'
    ? `The model was given the token ${odd}, which is no token of the vocabulary (0 to ${LEAK_VOCABULARY - 1}). Use \`% vocabularySize\`.`
    : `The model was given ${input.dtype} tokens; make them int32.`;
}

/** Chapter 05. */
export const chapter: ChapterDefinition = {
  id: '05',
  exercises: [
    attended,
    parameters,
    scaling,
    decoded,
    attentionMask,
    multiQueryAttention,
    nucleus,
    seesFuture,
  ],
  quiz: [
    {
      question: 'Why are the products **Q** · **K**ᵀ divided by √d?',
      options: [
        {
          text: 'So that the attention weights of each query sum to 1',
          because: 'The softmax does that, with and without the division.',
        },
        {
          text: 'So that the spread of the scores does not grow with d, and the softmax does not turn into a hard choice',
          right: true,
          because:
            'A sum of $d$ independent products has the standard deviation $\\sqrt d$. Scores of such a size make one weight nearly 1 and the gradients nearly 0.',
        },
        {
          text: 'So that fewer multiplications are needed',
          because: 'It costs one division more for each score, and saves nothing.',
        },
        {
          text: 'So that queries and keys become vectors of length 1',
          because:
            'That would be a division by their own lengths, which differ from token to token. $\\sqrt d$ is one fixed number.',
        },
      ],
    },
    {
      question:
        'A GPT is sampled letter by letter, with keys and values of earlier steps kept. For the one new query, what does the causal mask change?',
      options: [
        {
          text: 'It hides the letters that come later, as in training',
          because:
            'There are none: the text ends with the newest letter. The mask is needed in training, where a whole text goes through at once.',
        },
        {
          text: 'It hides the padding',
          because: 'That is another mask. A causal mask knows only positions.',
        },
        {
          text: 'Nothing: everything that exists lies in the past',
          right: true,
          because:
            'Training predicts all $T$ next letters in one pass and must hide each answer. One new query may see all keys there are.',
        },
      ],
    },
    {
      question:
        'Self-attention without positions and without a mask reads **the whale killed the man** and **the man killed the whale**. What happens at the word **killed**?',
      options: [
        {
          text: 'Its output is the same in both sentences',
          right: true,
          because:
            'It mixes the same set of values with the same weights; a sum knows no order. Only positions (or a mask) can say who came first.',
        },
        {
          text: 'Its output differs, because the rows of Q, K and V are in another order',
          because:
            'Other rows, the same query: the scores come along with their keys, and the sum over them is the same.',
        },
        {
          text: 'It fails, because attention needs positions to form products',
          because: 'It runs, and that is the danger: nothing reports that the order is lost.',
        },
      ],
    },
    {
      question: 'The context grows from 64 to 256 tokens, the width stays. What grows 16-fold?',
      options: [
        {
          text: 'The number of parameters of a block',
          because:
            'No weight of a block depends on the length; only a table of learned positions grows, 4-fold.',
        },
        {
          text: 'The whole time of a training step',
          because:
            'Projections and feed-forward part grow with $T$, so 4-fold. As long as $T$ is not much larger than the width, they are most of the work.',
        },
        {
          text: 'The work of the feed-forward part',
          because: 'It treats each token by itself: 4 times as many tokens, 4 times the work.',
        },
        {
          text: 'The score matrices of a text, in numbers and in work',
          right: true,
          because:
            'Every token is compared with every token: $T^2$. With and without a causal mask; the mask saves work only if the program skips what it hides.',
        },
      ],
    },
    {
      question:
        'Of the same deep Transformer, the pre-norm variant trains at once and the post-norm variant only after a long warm-up. Why?',
      options: [
        {
          text: 'Post-norm has more parameters',
          because: 'Pre-norm even has one normalization more, at the end of the stack.',
        },
        {
          text: 'In pre-norm the sum x + part(norm(x)) leaves a path on which gradients reach every block unchanged',
          right: true,
          because:
            'The stream itself is never normalized on its way. In post-norm every block normalizes the sum, so a gradient passes one normalization per part on its way down (Xiong et al. 2020).',
        },
        {
          text: 'Post-norm has no residual connections',
          because:
            'It has the same ones: norm(x + part(x)). What differs is what the normalization encloses.',
        },
        {
          text: 'Pre-norm keeps every activation between 0 and 1',
          because:
            'It sets mean and variance of what goes **into** a part. The stream grows from block to block.',
        },
      ],
    },
    {
      question: 'Temperature 0.5 instead of 1: what happens to the probabilities of two tokens?',
      options: [
        {
          text: 'Their ratio is squared: 2 to 1 becomes 4 to 1',
          right: true,
          because:
            'The difference of the logits doubles, and $e^{2a} = (e^a)^2$. The order of the tokens stays; their distances grow.',
        },
        {
          text: 'Both become half as large',
          because: 'They still have to sum to 1. Logits are divided, before the softmax.',
        },
        {
          text: 'They move closer together',
          because: 'A temperature **above** 1 does that: divided logits lie closer.',
        },
        {
          text: 'The likelier one is always drawn',
          because: 'Only in the limit of temperature 0; at 0.5 the other one keeps its share.',
        },
      ],
    },
    {
      question:
        'In a map of cross-attention the phoneme **F** looks mainly at the letters **ph**. What does the map prove?',
      options: [
        {
          text: 'That the model knows the rule “ph is spoken F”',
          because:
            'It is a picture of one word in one head. Whether the rule is kept, only tests on other words can say.',
        },
        {
          text: 'That changing the other letters would not change the F',
          because:
            'Attention reads the encoder’s output, and there each letter has already mixed with all others. Change the letters and see: that is the test.',
        },
        {
          text: 'Only where this head takes its values from; what they contain and do is another question',
          right: true,
          because:
            'The values may carry other letters, other heads and the residual stream may decide. It suggests an alignment, which an intervention can then test.',
        },
      ],
    },
    {
      question: 'What does a key/value cache save while a text is sampled?',
      options: [
        {
          text: 'Memory, because older tokens are forgotten',
          because: 'It costs memory: two vectors for each token, in each block.',
        },
        {
          text: 'The comparison of the new query with all earlier keys',
          because: 'That is what remains: $t$ products at step $t$.',
        },
        {
          text: 'The softmax over earlier tokens',
          because: 'It is computed anew at each step, over one key more.',
        },
        {
          text: 'Passing the whole text through all blocks again for every new token',
          right: true,
          because:
            'Under a causal mask, earlier tokens never see the new one, so their keys and values stay as they are. The text sampled is the same.',
        },
      ],
    },
  ],
};
