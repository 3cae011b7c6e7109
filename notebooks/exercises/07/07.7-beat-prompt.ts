/** Exercise 07.7: beat the prompt. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Percent of 120 validation names that the notebook's forms get right; chance; what nobody should believe. */
const [CHANCE, TOO_GOOD] = [12.5, 95];

export const exercise = defineExercise({
  title: 'Beat the prompt',
  difficulty: 3,
  task: `
Eight labeled names, one for each category: the notebook's few-shot prompt is ahead of its probe. Is that so because the probe is bad?
Take **one** draw, \`drawEight(7)\`, and the first 120 names of \`emoji.validation\`. Design both sides as well as you can: other
label words, another form of the prompt, another order; for the probe another layer, another text around the name, a mean over the
tokens, a trained logistic regression. Does the prompt still beat the best probe you can build from the same eight names? Show that it does, or that it doesn't. The answer is the best accuracy of
each, in percent.`,
  answer: 'better',
  placeholder: `
const better: { prompt: number; probe: number } | undefined = undefined; // percent right`,
  hints: [
    'Measure the notebook’s two on these names first: `likeliestLabels(names.map(fewShot(shots)))`, and the body of `byProbe` with other names.',
    'A probe may use the few-shot prompt too: take `lastStates` of the whole prompt in place of the zero-shot sentence.',
    'The eight shots can be their own training set for more than eight vectors: each name in several sentences.',
    'Whatever you choose on these 120 names, report it on the test names once.',
  ],
  check(answer, report) {
    const { prompt, probe } = report.object(answer, ['prompt', 'probe']);
    const values = {
      prompt: report.number(prompt, '`prompt`'),
      probe: report.number(probe, '`probe`'),
    };
    for (const [name, percent] of Object.entries(values)) {
      report.demand(percent > 1, `Give \`${name}\` in percent, not as a share.`);
      report.demand(
        percent > CHANCE,
        `\`${name}\` is not above guessing (12.5 %). Are the labels in the order of \`emoji.classNames\`?`,
      );
      report.demand(
        percent < TOO_GOOD,
        `\`${name}\` is too good for eight examples. Has it seen the labels of the names that it is judged by?`,
      );
    }
    report.demand(
      Math.max(values.prompt, values.probe) >= 50,
      'Neither gets half of the names right; the prompt of the notebook does on most draws. Begin with that one.',
    );
    report.remark(
      values.probe > values.prompt
        ? 'The probe is ahead on 120 names of one draw. Try two more draws before you believe it.'
        : 'The prompt stays ahead. A tenth of 120 names is 12: try two more draws before you believe it.',
    );
  },
});

export function solution() {
  // The notebook's forms, measured; yours will be other numbers
  const better: { prompt: number; probe: number } | undefined = { prompt: 55, probe: 36.7 };
  return better;
}
