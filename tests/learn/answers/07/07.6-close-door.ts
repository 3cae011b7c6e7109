/** Foreseen wrong answers to exercise 07.6, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'A special token is left', answer: (text: string) => text },
  {
    says: 'a new special token has formed',
    answer: (text: string) => text.replace(/<\|(im_start|im_end|endoftext)\|>/g, ''),
  },
  { says: 'must come back unchanged', answer: (text: string) => text.replace(/[<|>]/g, '') },
  { says: 'are lost', answer: (text: string) => (/<\|(im_|endoftext)/.test(text) ? '' : text) },
];
