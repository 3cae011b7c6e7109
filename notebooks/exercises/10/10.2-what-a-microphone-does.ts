/** Exercise 10.2: what a microphone does to the MFCC. */
import { defineExercise } from 'dlts/dist/learn/author';

const ROOT = Math.sqrt(128);

export const exercise = defineExercise({
  title: 'What a microphone does to the MFCC',
  difficulty: 2,
  task: `
A cheap microphone takes in a tenth of the *power*, the same in all frequencies. Derive what happens to the coefficients 0, 1
and 2 of every frame, if nothing is cut off at 80 dB: by how much do they change? Remember $\\sqrt{1/128}$ and
$\\sqrt{2/128}$ in the cosine transform. Give the three changes.`,
  answer: 'shifts',
  placeholder: `
const shifts: number[] | undefined = undefined; // of the coefficients 0, 1 and 2`,
  hints: [
    'A tenth of the power is how many decibels less?',
    'Each of the 128 numbers of a frame falls by 10. The transform is a sum, so the change of the sum is the sum of the changes.',
    'For $j = 0$ the wave is 1 everywhere: $128 \\cdot (-10) \\cdot \\sqrt{1/128}$. For $j > 0$ the wave adds up to 0.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [-10 * ROOT, 0, 0], {
      tolerance: 1e-3,
      mistakes: [
        { gives: [-10, -10, -10], says: 'The decibels fall by 10. Now send them through step 5.' },
        { gives: [-10, 0, 0], says: 'Almost: 128 numbers fall, and the factor is $\\sqrt{1/128}$.' },
        { gives: [-1280, 0, 0], says: 'The factor $\\sqrt{1/128}$ is missing.' },
        { gives: [10 * ROOT, 0, 0], says: 'Less power, so the sign is wrong.' },
        { gives: [-20 * ROOT, 0, 0], says: 'A tenth of the power is 10 dB less; 20 would be a tenth of the amplitude.' },
      ], // prettier-ignore
    });
    report.remark(
      'Loudness is in coefficient 0 only. A microphone that colors the sound changes the others too, by the same amount in every frame.',
    );
  },
});

export function solution() {
  // −10 dB in each of 128 bands: 128 · (−10) · √(1/128) = −10 · √128, and cosines of j > 0 add up to 0
  const shifts: number[] | undefined = [-10 * Math.sqrt(128), 0, 0];
  return shifts;
}
