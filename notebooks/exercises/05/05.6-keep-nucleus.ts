/** Exercise 05.6: keep the nucleus. */
import {
  defineExercise,
  type GuardedFunction,
  type Mistake,
  type Report,
} from 'dlts/dist/learn/author';
import { softmax } from './shared';

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

export const exercise = defineExercise({
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
});

export function solution() {
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
  }
  return nucleus;
}

function checkNucleus(
  nucleus: GuardedFunction,
  logits: readonly number[],
  p: number,
  report: Report,
): void {
  const result = nucleus([...logits], p);
  const values = report.numbers(result, 'The result', { length: logits.length });
  const raw = filtered(logits, (before) => before < p - 1e-9);
  report.close(values, normalized(raw), {
    what: `The result on probabilities 0.1, 0.5, 0.04, 0.2, 0.16, p = ${p}`,
    mistakes: [...faultsOfShare(logits, p, raw), ...faultsOfChoice(normalized(raw))],
  });
}

/** Mistakes with what is kept, and how it is scaled. */
function faultsOfShare(logits: readonly number[], p: number, raw: number[]): Mistake[] {
  const single =
    '`p` is the share of all that are kept together, not what a single token must reach.';
  const early = normalized(filtered(logits, (_, after) => after < p));
  const sorted = normalized(raw).sort((a, b) => b - a);
  const zeros = logits.map((logit, token) => (raw[token] === 0 ? 0 : logit));
  return [
    {
      gives: raw,
      says: `It sums to ${raw.reduce((a, b) => a + b, 0).toFixed(2)}: scale what is left so that it sums to 1.`,
    },
    {
      gives: (given) => sameAs(given, early),
      says: 'You stop one too early: the token with which the sum reaches `p` still belongs to the nucleus.',
    },
    {
      gives: (given) => sameAs(given, sorted),
      says: 'The right numbers, but sorted: return them in the order of `logits`.',
    },
    { gives: softmax(logits), says: 'Nothing is left out: that is the plain softmax.' },
    { gives: (given) => given.every((value) => value === 0), says: `No token stays. ${single}` },
    {
      gives: normalized(filtered(logits, (_b, _a, probability) => probability >= p)),
      says: single,
    },
    {
      gives: softmax(zeros),
      says: 'A logit of 0 does not forbid a token: $e^0 = 1$. Set probabilities to 0, or logits to −∞.',
    },
  ];
}

/** Mistakes with which tokens are kept. */
function faultsOfChoice(right: number[]): Mistake[] {
  const count = (values: readonly number[]) => values.filter((value) => value > 0).length;
  return [
    {
      gives: (given) => count(given) === 3 && count(right) !== 3,
      says: 'How many stay must depend on `p`; a fixed number would be top-k.',
    },
    {
      gives: (given) => given[0] > 0 && right[0] === 0,
      says: 'The likeliest token comes first, then the next: walk by falling probability.',
    },
  ];
}

function sameAs(given: readonly number[], expected: readonly number[]): boolean {
  return (
    given.length === expected.length &&
    given.every((value, i) => Math.abs(value - (expected[i] ?? NaN)) < 1e-4)
  );
}
