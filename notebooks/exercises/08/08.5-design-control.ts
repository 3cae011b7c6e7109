/** Exercise 08.5: design the control. */
import { defineExercise } from 'dlts/dist/learn/author';

const RIGHT = ['use', 'memory', 'training', 'looks'];

export const exercise = defineExercise({
  title: 'Design the control',
  difficulty: 2,
  task: `
Four claims, and four experiments that could refute one of them each:

1. "The probe found the tense of the verb because the network has *learned* it."
2. "The probe found the tense, so the network *uses* it."
3. "The probe finds the tense; it isn't just good at *remembering* which word has which label."
4. "The map shows what the network has learned, not what the *image looks like*."

- \`'use'\`: remove the direction of the probe and measure the loss, beside random directions.
- \`'memory'\`: give every word a random label and train the same probe on that.
- \`'training'\`: train the same probe on a network with random weights.
- \`'looks'\`: draw the map for a network with random weights.

Which experiment belongs to which claim? Give the four names in the order of the claims.`,
  answer: 'controls',
  placeholder: `
const controls: string[] | undefined = undefined; // for the claims 1 to 4`,
  hints: [
    'Ask of each claim: in which world would it be false, and what would I measure there?',
    'Two of the experiments have random weights; one is about a probe and one about a picture.',
    'Claim 2 says that something would change if the information were gone.',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`controls` must be a list of four names, one for each claim.',
    );
    const given = (answer as unknown[]).map(String);
    report.demand(
      given.every((name) => RIGHT.includes(name)) && new Set(given).size === 4,
      'Use each of the four names once.',
    );
    report.demand(
      given[1] === 'use',
      'Claim 2 is about use. Only an experiment that takes something away can decide that.',
    );
    report.demand(
      given[3] === 'looks',
      'Claim 4 is about a picture: compare it with the picture of a network that has learned nothing.',
    );
    report.demand(
      given[0] === 'training',
      'Claim 1 would be false if a network without training did as well. Claim 3 would be false if the probe did as well on labels that mean nothing.',
    );
    report.remark('Each claim has its own control. None of them replaces another.');
  },
});

export function solution() {
  const controls: string[] | undefined = ['training', 'use', 'memory', 'looks'];
  return controls;
}
