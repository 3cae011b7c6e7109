/** Exercise 07b.4: more with fewer. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Numbers that the notebook's adapters train, and the share of the letters that counts as learned. */
const [MOST, WANTED] = [36_864, 70];

export const exercise = defineExercise({
  title: 'More with fewer',
  difficulty: 3,
  task: `
Open end. Teach the pretrained GPT of section 4 to get at least **70 %** of the letters of the unseen answers right, with adapters of at
most **36,864** trained numbers, half of what section 5 trains. Rank, choice of matrices (\`layers: ['query', 'value']\`, …), \`alpha\`,
learning rate and epochs are yours; more lessons from \`shuffled\` too, as long as they are not in \`unseen\`. Before you start, say
which of these you expect to matter most. The answer is the number of trained numbers and the percentage.`,
  answer: 'fewer',
  placeholder: `
const fewer: { parameters: number; right: number } | undefined = undefined; // trained numbers, percent`,
  hints: [
    '`changes.parameters` tells the count; rank 4 beside all matrices is half of rank 8.',
    'The lessons are short: is it the rank that is missing, or the number of epochs, or of words?',
    'Change one thing at a time, and keep a few words apart to choose by.',
  ],
  check(answer, report) {
    const given = report.object(answer, ['parameters', 'right']);
    const parameters = report.number(given.parameters, '`parameters`');
    const right = report.number(given.right, '`right`');
    report.demand(parameters >= 1, '`parameters` is a count: see `changes.parameters`.');
    report.demand(
      parameters <= MOST,
      `That trains more than ${MOST.toLocaleString('en-US')} numbers. Lower the rank, or adapt fewer matrices.`,
    );
    report.demand(right > 1, 'Give percent, not a share.');
    report.demand(right <= 100, 'More than 100 % cannot be right.');
    report.demand(
      right >= WANTED,
      `Not yet ${WANTED} %. Are all epochs used, and is the rate high enough?`,
    );
    report.remark('What did it forget? Look at the loss on the book before you call it a success.');
  },
});

export function solution() {
  // lora(model, { rank: 4 }), 1,500 words in place of 600, 3 epochs in place of 2, rate 0.01: one run got 82 %
  const fewer: { parameters: number; right: number } | undefined = {
    parameters: 36_864,
    right: 82,
  };
  return fewer;
}
