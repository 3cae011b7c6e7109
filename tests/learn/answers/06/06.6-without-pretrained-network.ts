/** Foreseen wrong answers to exercise 06.6, each with a part of what the check must say. */
import { loadEmojiNames } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const setup = 'const names = await loadEmojiNames();';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'always answering', answer: (texts: string[]) => texts.map(() => 4) },
  { says: 'whole numbers from 0 to 7', answer: (texts: string[]) => texts.map(() => 8) },
  {
    says: 'too good',
    make: async () => {
      const { validation } = await loadEmojiNames();
      return () => validation.y;
    },
  },
];
