/** Foreseen wrong answers to exercise 11.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

interface Body {
  temperature?: number;
  humidity?: number;
}
const parse = (body: string): Body | undefined => {
  try {
    return JSON.parse(body) as Body;
  } catch {
    return undefined;
  }
};
const truthy = (body: string) => {
  const parsed = parse(body);
  return parsed?.temperature && parsed.humidity ? 200 : 400;
};
const converting = (body: string) => {
  const parsed = parse(body);
  if (!parsed || !('temperature' in parsed) || !('humidity' in parsed)) return 400;
  return isFinite(Number(parsed.temperature)) ? 200 : 422;
};

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: '0 is a number', answer: truthy },
  { says: 'text in place of a number', answer: converting },
  { says: 'is no JSON', answer: () => 200 },
  { says: 'must be a function', answer: 400 },
];
