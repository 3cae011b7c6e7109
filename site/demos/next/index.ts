/** What comes next? Stored probabilities of SmolLM2, token by token. */
import { itemAt } from '../../../src/host/item-at';
import { button, definePlainDemo, element, field, loaded, select, slider } from '../page';
import {
  distribution,
  drawRank,
  visible,
  type Distribution,
  type Sampling,
  type StoredNode,
  type StoredTree,
  type StoredTrees,
} from './tree';

const SHOWN = 12;

definePlainDemo('next', (place) => {
  const explorer = new Explorer(loaded('next-tokens'));
  place.append(...explorer.parts());
  explorer.restart();
});

/** A text in the making, and what may come after it. */
class Explorer {
  private readonly sampling: Sampling = { tenths: 10, topK: Infinity, topP: 1 };
  private tree: StoredTree;
  /** Positions in the tree, the beginning first, and the tokens between them. */
  private path = [0];
  private tokens: number[] = [];
  private readonly text = element('p', { class: 'demo-output demo-prose demo-short' });
  private readonly bars = element('ol', { class: 'demo-next demo-tokens' });
  private readonly verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  private readonly numbers = element('p', { class: 'demo-numbers' });
  private readonly back = button('Back', () => this.goBack());

  constructor(private readonly stored: StoredTrees) {
    this.tree = itemAt(stored.trees, 0);
  }

  parts(): HTMLElement[] {
    const { trees } = this.stored;
    const names = trees.map(({ label, chat }, i) => [i, chat ? `${label} (as a chat)` : label]);
    const beginning = select(Object.fromEntries(names), (value) => {
      this.tree = itemAt(trees, Number(value));
      this.restart();
    });
    const heading = element('h3', { class: 'demo-heading' }, 'The next token');
    const sliders = element('div', { class: 'demo-controls' }, ...this.sliders());
    const greedy = button('Greedy', () => this.append(0, 'Greedy took'));
    const sample = button('Sample', () => this.sample(), { class: 'demo-button is-main' });
    const again = button('Start over', () => this.restart());
    return [
      field('Beginning', beginning),
      this.text,
      element('div', { class: 'demo-row' }, sample, greedy, this.back, again),
      ...[this.verdict, sliders],
      element('div', {}, heading, this.bars),
      this.numbers,
    ];
  }

  private sliders(): HTMLElement[] {
    const { sampling, stored } = this;
    const sliding = (
      label: string,
      range: { min: number; max: number; step: number; value: number },
      set: (value: number) => string,
    ): HTMLElement => {
      const output = element('output', {}, set(range.value));
      const control = slider(range, (value) => {
        output.textContent = set(value);
        this.paint();
      });
      return field(label, control, output);
    };
    const all = stored.kept + 1;
    return [
      sliding('Temperature', { min: 0.1, max: 2, step: 0.1, value: 1 }, (value) => {
        sampling.tenths = Math.round(10 * value);
        return value.toFixed(1);
      }),
      sliding('Top-k', { min: 1, max: all, step: 1, value: all }, (value) => {
        sampling.topK = value === all ? Infinity : value;
        return value === all ? 'all' : String(value);
      }),
      sliding('Top-p', { min: 0.05, max: 1, step: 0.05, value: 1 }, (value) => {
        sampling.topP = value;
        return value === 1 ? 'all' : value.toFixed(2);
      }),
    ];
  }

  restart(): void {
    this.path = [0];
    this.tokens = [];
    this.verdict.textContent = 'Choose a token, or let one be drawn.';
    this.paint();
  }

  private goBack(): void {
    this.path.pop();
    this.tokens.pop();
    this.verdict.textContent = '';
    this.paint();
  }

  private node(): StoredNode {
    return itemAt(this.tree.nodes, itemAt(this.path, this.path.length - 1));
  }

  private now(): Distribution {
    return distribution(this.node(), this.stored.unit, this.sampling);
  }

  private nameOf(token: number): string {
    return token === this.stored.stop ? 'end' : visible(itemAt(this.stored.texts, token));
  }

  /** Goes on after the token of a rank, if what comes after it is stored. */
  private append(rank: number, who: string): void {
    const token = itemAt(this.node().tokens, rank);
    if (token === this.stored.stop) {
      this.verdict.textContent = `${who} the end: here SmolLM2 stops writing.`;
      return;
    }
    const name = `“${this.nameOf(token)}”`;
    const next = this.node().after[token];
    if (next === undefined) {
      this.verdict.textContent = `${who} ${name}. What comes after it was not stored: the text stays here.`;
      return;
    }
    this.path.push(next);
    this.tokens.push(token);
    this.verdict.textContent = `${who} ${name}.`;
    this.paint();
  }

  private sample(): void {
    const rank = drawRank(this.now(), Math.random());
    if (rank >= 0) return this.append(rank, 'The draw gave');
    const rest = (this.stored.vocabularySize - this.stored.kept).toLocaleString('en-US');
    this.verdict.textContent = `The draw fell on one of the ${rest} tokens that are not stored: the text stays here.`;
  }

  private paint(): void {
    const { texts, kept, vocabularySize } = this.stored;
    const written = this.tokens.map((token) => itemAt(texts, token)).join('');
    this.text.replaceChildren(
      element('b', {}, this.tree.label),
      this.tree.chat ? '\n' : '',
      written,
    );
    this.back.disabled = this.tokens.length === 0;
    const now = this.now();
    const focused = [...this.bars.children].findIndex((row) =>
      row.contains(document.activeElement),
    );
    this.bars.replaceChildren(
      ...now.probabilities.slice(0, SHOWN).map((p, rank) => this.bar(p, rank)),
    );
    if (focused >= 0) this.bars.children[focused]?.querySelector('button')?.focus();
    const shown = now.probabilities.slice(0, SHOWN).reduce((a, b) => a + b, 0);
    const between = Math.max(0, 1 - shown - now.outside);
    this.numbers.dataset['outside'] = String(now.outside);
    const others = (vocabularySize - kept).toLocaleString('en-US');
    this.numbers.textContent =
      `Shown: ${percent(shown)}. The ${kept - SHOWN} stored tokens behind them: ${percent(between)}. ` +
      `The ${others} tokens that are not stored: ${percent(now.outside)} together.`;
  }

  private bar(probability: number, rank: number): HTMLLIElement {
    const token = itemAt(this.node().tokens, rank);
    const isEnd = token === this.stored.stop;
    const goesOn = isEnd || this.node().after[token] !== undefined;
    const name = this.nameOf(token);
    const bar = element('span', { class: 'demo-bar' });
    bar.style.width = `${100 * probability}%`;
    const act = isEnd ? 'The end of the text' : `Append ${name}`;
    const label = `${act}, ${percent(probability)}${goesOn ? '' : ', continuation not stored'}`;
    const choose = button(name, () => this.append(rank, 'You chose'), {
      class: `demo-token${isEnd ? ' is-end' : ''}${goesOn ? '' : ' is-loose'}`,
      'aria-label': label,
    });
    return element(
      'li',
      { 'data-id': itemAt(this.stored.ids, token), 'data-value': probability },
      choose,
      element('span', { class: 'demo-track' }, bar),
      element('span', { class: 'demo-value' }, percent(probability)),
    );
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
