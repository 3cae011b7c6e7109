/** Tokens that are written out in a text and count as one, such as `[MASK]` or `<|im_end|>`. */

/** A part of a text: a special token, or what is between two of them. */
export interface TextPart {
  text: string;
  isToken: boolean;
}

/**
 * Cuts a text at every special token; of tokens that begin at the same place the longest wins.
 *
 * @returns the parts in order, without empty ones.
 */
export function splitAtTokens(text: string, tokens: readonly string[]): TextPart[] {
  if (tokens.length === 0) return text === '' ? [] : [{ text, isToken: false }];
  const escaped = [...tokens]
    .sort((a, b) => b.length - a.length)
    .map((token) => token.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  // Every second part is what the group in the pattern has caught.
  return text
    .split(new RegExp(`(${escaped.join('|')})`, 'u'))
    .map((part, at) => ({ text: part, isToken: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}
