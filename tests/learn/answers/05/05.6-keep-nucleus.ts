/** Foreseen wrong answers to exercise 05.6, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'sums to',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
      const kept = logits.map(() => 0);
      let sum = 0;
      for (const token of order) {
        kept[token] = powers[token] / total;
        sum += kept[token];
        if (sum >= p) break;
      }
      return kept;
    },
  },
  {
    says: 'still belongs to the nucleus',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
      const kept = logits.map(() => 0);
      let sum = 0;
      for (const token of order) {
        if (sum + powers[token] / total >= p) break;
        kept[token] = powers[token] / total;
        sum += kept[token];
      }
      return kept.map((probability) => probability / sum);
    },
  },
  {
    says: 'a single token',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const kept = powers.map((power) => (power / total >= p ? power / total : 0));
      const sum = kept.reduce((all, each) => all + each, 0);
      return kept.map((probability) => probability / Math.max(sum, 1e-9));
    },
  },
  {
    says: 'order of `logits`',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const sorted = powers.map((power) => power / total).sort((a, b) => b - a);
      let sum = 0;
      const kept = sorted.map((probability) => {
        const stays = sum < p;
        sum += probability;
        return stays ? probability : 0;
      });
      const rest = kept.reduce((all, each) => all + each, 0);
      return kept.map((probability) => probability / rest);
    },
  },
  {
    says: 'Nothing is left out',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return powers.map((power) => power / total);
    },
  },
  {
    says: 'The likeliest token comes first',
    answer: function nucleus(logits: number[], p: number): number[] {
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      let sum = 0;
      const kept = powers.map((power) => {
        const stays = sum < p;
        sum += power / total;
        return stays ? power / total : 0;
      });
      const rest = kept.reduce((all, each) => all + each, 0);
      return kept.map((probability) => probability / rest);
    },
  },
  {
    says: 'fixed number',
    answer: function nucleus(logits: number[], p: number): number[] {
      const best = [...logits.keys()].sort((a, b) => logits[b] - logits[a]).slice(0, 3);
      const powers = logits.map((logit, token) => (best.includes(token) ? Math.exp(logit) : 0));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return powers.map((power) => power / total);
    },
  },
  {
    says: 'A logit of 0',
    answer: function nucleus(logits: number[], p: number): number[] {
      const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
      const powers = logits.map((logit) => Math.exp(logit));
      const total = powers.reduce((sum, power) => sum + power, 0);
      let sum = 0;
      const kept = [...logits];
      for (const token of order) {
        if (sum >= p) kept[token] = 0;
        sum += powers[token] / total;
      }
      const again = kept.map((logit) => Math.exp(logit));
      const all = again.reduce((one, other) => one + other, 0);
      return again.map((power) => power / all);
    },
  },
];
