/** Phonemes of the dictionary in the international phonetic alphabet. */

import { itemAt } from '../../../src/host/item-at';

const IPA: Record<string, string> = {
  ...{ AA: 'ɑ', AE: 'æ', AH: 'ʌ', AO: 'ɔ', AW: 'aʊ', AY: 'aɪ', EH: 'ɛ', ER: 'ɝ', EY: 'eɪ' },
  ...{ IH: 'ɪ', IY: 'i', OW: 'oʊ', OY: 'ɔɪ', UH: 'ʊ', UW: 'u', B: 'b', CH: 'tʃ', D: 'd' },
  ...{ DH: 'ð', F: 'f', G: 'ɡ', HH: 'h', JH: 'dʒ', K: 'k', L: 'l', M: 'm', N: 'n', NG: 'ŋ' },
  ...{ P: 'p', R: 'ɹ', S: 's', SH: 'ʃ', T: 't', TH: 'θ', V: 'v', W: 'w', Y: 'j', Z: 'z', ZH: 'ʒ' },
};

/** A word's sounds between slashes; a phoneme without a sign stays as it is. */
export function phonetic(sounds: readonly string[]): string {
  return `/${sounds.map((sound) => IPA[sound] ?? sound).join('')}/`;
}

/** Mean over the heads. @param heads `[heads, rows, columns]` @returns `[rows, columns]` */
export function meanOfHeads(heads: readonly number[][][]): number[][] {
  return itemAt(heads, 0).map((row, r) =>
    row.map((_, c) => {
      const weights = heads.map((head) => itemAt(itemAt(head, r), c));
      return weights.reduce((sum, weight) => sum + weight, 0) / heads.length;
    }),
  );
}
