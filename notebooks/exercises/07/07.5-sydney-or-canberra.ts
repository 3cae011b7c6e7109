/** Exercise 07.5: Sydney or Canberra? */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

/** Probabilities of the next token after "The capital of Australia is", by the model in float32. */
const [CANBERRA, SYDNEY] = [0.3413, 0.3617];

const MISTAKES: Mistake[] = [
  { gives: [SYDNEY, CANBERRA], says: 'The two are the other way round.' },
  { gives: [34.13, 36.17], says: 'Give probabilities, not percent.' },
  {
    gives: [0.0558, 0.8041],
    says: 'Those belong to another sentence, with "the city of" at its end.',
  },
];

export const exercise = defineExercise({
  title: 'Sydney or Canberra?',
  difficulty: 2,
  task: `
What does the model of this notebook hold for the capital of Australia? Continue \`The capital of Australia is\` (as it stands: no chat
template, no blank at the end) and give the probability of \`' Canberra'\` and of \`' Sydney'\` as the next token, at temperature 1. Three decimals.
Then ask it in a chat.`,
  answer: 'capitals',
  placeholder: `
const capitals: number[] | undefined = undefined; // [p(Canberra), p(Sydney)]`,
  hints: [
    '`logitsAfter` gives the logits, `samplingProbabilities` makes probabilities of them.',
    "Both names are a single token: `tokenizer.encode(' Canberra')`. The blank belongs to it.",
    "`samplingProbabilities(logitsAfter('The capital of Australia is'))[tokenizer.encode(' Sydney')[0]]`.",
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 2 });
    report.close(values, [CANBERRA, SYDNEY], { tolerance: 2e-3, mistakes: MISTAKES });
    report.remark(
      'As a text the wrong city is a little likelier; in a chat the model answers Canberra. Add "the city of" and Sydney has 80 %. What it "knows" depends on how it is asked.',
    );
  },
});

export function solution() {
  // samplingProbabilities(logitsAfter('The capital of Australia is')), at the tokens of both names
  const capitals: number[] | undefined = [0.3413, 0.3617];
  return capitals;
}
