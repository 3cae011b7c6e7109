/**
 * How BERT cuts text into words: no accents, no capital letters; marks and Chinese characters are words of their own.
 *
 * @see Devlin et al. 2019, and its code, tokenization.py, `BasicTokenizer`. https://github.com/google-research/bert
 */

/**
 * Characters that Chinese, Japanese and Korean share, without Hangul and kana. BERT's own code begins the next to last
 * range at 2b820; the tokenizers library, whose numbers ours are compared with, at 2b920.
 */
const IDEOGRAPH =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/u;
const SPACE = /[\t\n\r\p{White_Space}]/u;
/** Control characters, invisible marks, private code points, and what could not be decoded. */
const IGNORED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/u;
const ACCENT = /\p{Mn}/u;
/** Also the ASCII signs that Unicode does not count as punctuation, such as $ and +. */
const MARK = /[\p{P}!-/:-@[-`{-~]/u;

/** The text with one space around each word, and nothing else but words. */
function spaced(text: string): string {
  let result = '';
  for (const character of text) {
    if (/[\t\n\r]/.test(character)) result += ' ';
    else if (IGNORED.test(character)) continue;
    else if (SPACE.test(character)) result += ' ';
    else result += IDEOGRAPH.test(character) ? ` ${character} ` : character;
  }
  return result;
}

/** Words of a text, in order. */
export function bertWords(text: string): string[] {
  let result = '';
  for (const character of spaced(text).normalize('NFD')) {
    if (ACCENT.test(character)) continue;
    // Letter by letter: at a word's end JavaScript would make another small sigma.
    for (const small of character.toLowerCase()) result += MARK.test(small) ? ` ${small} ` : small;
  }
  return result.split(/\p{White_Space}+/u).filter((word) => word !== '');
}
