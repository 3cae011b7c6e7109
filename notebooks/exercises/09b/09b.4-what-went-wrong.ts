/** Exercise 09b.4: what went wrong in four games? */
import { defineExercise } from 'dlts/dist/learn/author';

const CAUSES = ['mismatch', 'collapse', 'overpowered', 'memory'];

export const exercise = defineExercise({
  title: 'What went wrong?',
  difficulty: 2,
  task: `
Four games with ten wishes went wrong. What the judge and the two losses say:

1. The critic's loss is 0.01 from the second epoch on. The drawings are gray noise, and stay it.
2. The judge is sure of nearly every drawing, all ten digits are drawn equally often, but only 40 % are the digit wished for.
3. Every wish gets the right digit, and every drawing of a digit is the same, whatever the noise.
4. Right class, spread and KID are those of real images. The drawings are much nearer to training images than to test images.

- \`'overpowered'\`: the critic is so far ahead that the generator learns nothing from it.
- \`'mismatch'\`: the critic never sees a good image with a wrong wish.
- \`'collapse'\`: the generator ignores its noise.
- \`'memory'\`: the generator reproduces what it was trained on.

Use each once, in the order of the games.`,
  answer: 'causes',
  placeholder: `
const causes: string[] | undefined = undefined; // of the games 1 to 4`,
  hints: [
    'Ask of each game which number differs from that of real images.',
    'In game 2 the digits are fine, and nobody checked whether they were the ones wished for.',
    'Games 3 and 4 both grant the wish. One lacks variety, the other lacks anything new.',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`causes` must be a list of four names, one for each game.',
    );
    const given = (answer as unknown[]).map(String);
    report.demand(
      given.every((name) => CAUSES.includes(name)) && new Set(given).size === 4,
      'Use each of the four names once.',
    );
    report.demand(
      given[0] === 'overpowered',
      'In game 1 the critic is hardly ever wrong, so its slope tells the generator next to nothing.',
    );
    report.demand(
      given[1] === 'mismatch',
      'In game 2 drawings look real. It is the wish that nobody checks.',
    );
    report.demand(
      given[2] === 'collapse',
      'In game 3 the noise makes no difference: nothing is left but one drawing for each wish.',
    );
    report.remark('No one of the four can be read off the two losses, except perhaps the first.');
  },
});

export function solution() {
  const causes: string[] | undefined = ['overpowered', 'mismatch', 'collapse', 'memory'];
  return causes;
}
