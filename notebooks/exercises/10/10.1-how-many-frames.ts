/** Exercise 10.1: how many frames? */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'How many frames?',
  difficulty: 1,
  task: `
With the frames of this chapter (400 samples, one every 200, the ends mirrored, 8,000 samples a second): how many frames do
0.5 seconds of sound have, how many 1 second, and how many the longest recording of the data set, 18,262 samples?`,
  answer: 'frameCounts',
  placeholder: `
const frameCounts: number[] | undefined = undefined; // of 0.5 s, 1 s and 18,262 samples`,
  hints: [
    'Because the ends are mirrored, a frame may be centered on sample 0, 200, 400, …',
    'How many multiples of 200 are there from 0 to the number of samples?',
    '$1 + \\lfloor N / 200 \\rfloor$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [21, 41, 92], {
      mistakes: [
        { gives: [20, 40, 91], says: 'One is missing: the frame centered on sample 0.' },
        {
          gives: [19, 39, 90],
          says: 'That is without the mirrored ends, where a frame must fit inside.',
        },
        { gives: [11, 21, 46], says: 'A new frame begins every 200 samples, not every 400.' },
      ],
    });
    report.remark('92 is the largest number of frames that the data set has.');
  },
});

export function solution() {
  // 1 + ⌊N / 200⌋ for N = 4,000, 8,000 and 18,262
  const frameCounts: number[] | undefined = [21, 41, 92];
  return frameCounts;
}
