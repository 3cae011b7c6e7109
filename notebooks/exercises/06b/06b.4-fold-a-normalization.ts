/** Exercise 06b.4: fold a frozen normalization into the convolution before it. */
import { defineExercise } from 'dlts/dist/learn/author';

/** What a frozen batch normalization holds for one channel. */
interface Channel {
  gamma: number;
  beta: number;
  mean: number;
  variance: number;
  epsilon: number;
}

function folded(weight: number, { gamma, beta, mean, variance, epsilon }: Channel): number[] {
  const scale = gamma / Math.sqrt(variance + epsilon);
  return [weight * scale, beta - mean * scale];
}

const CASES: [number, Channel][] = [
  [2, { gamma: 3, beta: 5, mean: 7, variance: 3.99, epsilon: 0.01 }],
  [-0.7, { gamma: 0.2, beta: -1.1, mean: -3, variance: 0.24, epsilon: 0.01 }],
  [1.3, { gamma: -1.5, beta: 0, mean: 0.4, variance: 1.7, epsilon: 1e-3 }],
]; // prettier-ignore

export const exercise = defineExercise({
  title: 'Fold a frozen normalization',
  difficulty: 2,
  task: `
A frozen batch normalization computes $\\gamma\\,(wx - \\mu) / \\sqrt{\\sigma^2 + \\varepsilon} + \\beta$ from the output $wx$ of the
convolution before it: the numbers are fixed, so both layers together are *one* convolution with a bias, $w'x + b'$. Derive
$w'$ and $b'$ for one weight of one channel and write \`fold(weight, { gamma, beta, mean, variance, epsilon })\`, which returns
\`[w', b']\`. Programs that run networks on phones do this before they ship them.`,
  answer: 'fold',
  placeholder: `
type Channel = { gamma: number; beta: number; mean: number; variance: number; epsilon: number };
function fold(weight: number, channel: Channel): [weight: number, bias: number] {
  return todo(); // your code
}`,
  hints: [
    'Call $s = \\gamma / \\sqrt{\\sigma^2 + \\varepsilon}$ and multiply out $s\\,(wx - \\mu) + \\beta$.',
    "Everything in front of $x$ is $w'$; what is left is $b'$.",
    "So $w' = s w$ and $b' = \\beta - s\\mu$.",
  ],
  check(answer, report) {
    const fold = report.function(answer);
    for (const [weight, channel] of CASES) {
      const given = report.numbers(fold(weight, { ...channel }), 'What it returns', { length: 2 });
      const { gamma, beta, mean, variance, epsilon } = channel;
      const right = folded(weight, channel);
      const scale = gamma / Math.sqrt(variance + epsilon);
      const wide = gamma / (variance + epsilon);
      const bare = gamma / Math.sqrt(variance);
      report.close(given, right, {
        what: 'Weight and bias',
        on: `weight ${weight}, gamma ${gamma}, beta ${beta}, mean ${mean}, variance ${variance}, epsilon ${epsilon}`,
        mistakes: [
          { gives: [weight * scale, beta - mean], says: 'The mean is scaled, too: it is subtracted before the division.' },
          { gives: [weight * scale, beta], says: 'Where did the mean go? It is subtracted from every output.' },
          { gives: [weight * wide, beta - mean * wide], says: 'It divides by the standard deviation, so by a *root*.' },
          { gives: [weight * bare, beta - mean * bare], says: 'Epsilon is missing; in this network it is 0.001, and small variances feel it.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      "This only works for a *frozen* normalization. One that still follows its batches depends on the neighbors of a picture, and there is no fixed $w'$ to fold it into.",
    );
  },
});

export function solution() {
  function fold(weight: number, channel: Channel): [weight: number, bias: number] {
    const scale = channel.gamma / Math.sqrt(channel.variance + channel.epsilon);
    return [weight * scale, channel.beta - channel.mean * scale];
  }
  return fold;
}
