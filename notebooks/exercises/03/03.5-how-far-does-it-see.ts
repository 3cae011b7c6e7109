/** Exercise 03.5: how far does it see?. */
import { defineExercise } from 'dlts/dist/learn/author';

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

export const exercise = defineExercise({
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
});

export function solution() {
  function receptiveField(layers: { k: number; s: number }[]): number {
    let [r, j] = [1, 1];
    for (const { k, s } of layers) {
      r += (k - 1) * j;
      j *= s;
    }
    return r;
  }
  return receptiveField;
}
