/** Foreseen wrong answers to exercise 07.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'count it once', answer: [94_371_840, 9_832_320, 361_821_120] },
  { says: 'only 5 heads', answer: [47_185_920, 11_061_120, 361_821_120] },
  { says: 'three matrices', answer: [47_185_920, 7_374_720, 361_821_120] },
  { says: 'no shift', answer: [47_185_920, 9_834_240, 361_821_120] },
  { says: 'The last norm', answer: [47_185_920, 9_832_320, 361_820_160] },
];
