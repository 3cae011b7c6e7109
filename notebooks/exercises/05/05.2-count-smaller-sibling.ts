/** Exercise 05.2: count a smaller sibling. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

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

export const exercise = defineExercise({
  title: 'Count a smaller sibling',
  difficulty: 1,
  task: `
A GPT for the same book: 81 different characters, a context of 64, **3 blocks, 96 wide, 6 heads**, a feed-forward part of
$4 \\cdot 96 = 384$. Every projection of the attention and both dense layers have biases; a layer normalization has a scale
and a shift. Positions are learned; the blocks normalize first, so one more normalization ends the stack; the output reuses
the token embedding, without a bias. How many parameters are there in the attention of one block, its feed-forward part, the
whole block, and the whole model?`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [attention, feed-forward, block, model]`,
  hints: [
    'Attention has four matrices of 96 × 96: for queries, keys, values and the output. The heads divide them up; how many heads there are makes no difference.',
    'The feed-forward part goes from 96 to 384 and back. Each of its two layers has as many biases as outputs.',
    'A block adds two layer normalizations, each with $2 \\cdot 96$ numbers.',
    'The model: $(81 + 64) \\cdot 96$ for tokens and positions, three blocks, and a last normalization. Nothing for the output.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    for (const [i, { what, right, mistakes }] of wanted().entries())
      report.close(values[i], right, { what, tolerance: 1e-9, mistakes });
    report.remark(
      'Two thirds of a block are feed-forward: $8 D^2$ of about $12 D^2$ weights. The number of heads makes no difference, nor, in a block, does the length of the text.',
    );
  },
});

export function solution() {
  const perAttention = 4 * (96 * 96 + 96); // 37,248
  const perFeedForward = 96 * 384 + 384 + 384 * 96 + 96; // 74,208
  const perBlock = perAttention + perFeedForward + 2 * (2 * 96); // 111,840
  const wholeModel = 81 * 96 + 64 * 96 + 3 * perBlock + 2 * 96; // 349,632
  const parameters: number[] | undefined = [perAttention, perFeedForward, perBlock, wholeModel];
  return parameters;
}

interface Wanted {
  what: string;
  right: number;
  mistakes: Mistake[];
}

function wanted(): Wanted[] {
  const { width, vocabulary, context } = SIBLING;
  const { attention, feedForward, block, all } = countGpt(SIBLING);
  return [
    wantedAttention(attention),
    wantedFeedForward(feedForward),
    {
      what: 'The block',
      right: block,
      mistakes: [
        { gives: attention + feedForward, says: 'The two layer normalizations are missing.' },
        {
          gives: block - 2 * width,
          says: 'There are two layer normalizations, and each has a scale **and** a shift.',
        },
      ],
    },
    {
      what: 'The model',
      right: all,
      mistakes: [
        {
          gives: all + vocabulary * width,
          says: 'The output reuses the token embedding: count it once.',
        },
        { gives: all - 2 * width, says: 'The last normalization is missing.' },
        { gives: all - context * width, says: 'The learned positions are missing.' },
        { gives: all - 2 * block, says: 'There are three blocks.' },
      ],
    },
  ];
}

function wantedAttention(right: number): Wanted {
  const { width } = SIBLING;
  return {
    what: 'The attention',
    right,
    mistakes: [
      { gives: 4 * width * width, says: 'The biases are missing: 96 for each of the four.' },
      {
        gives: 6 * right,
        says: 'The heads share the 96 columns: 16 each. Six heads cost what one would.',
      },
      { gives: 3 * (width * width + width), says: 'The output projection is missing.' },
    ],
  };
}

function wantedFeedForward(right: number): Wanted {
  const { width, inner } = SIBLING;
  return {
    what: 'The feed-forward part',
    right,
    mistakes: [
      { gives: 2 * width * inner, says: 'The biases are missing: 384 and 96.' },
      {
        gives: width * inner + inner,
        says: 'That is its first layer; a second one leads from 384 back to 96.',
      },
    ],
  };
}
