/** Which of your sentences are alike? Sentence vectors from a small static copy of MiniLM, as the reader types. */
import { itemAt } from '../../../src/host/item-at';
import { definePlainDemo, element, field, loaded, select } from '../page';
import { cosineTable, nearestList } from './show';
import {
  bagCosine,
  cosine,
  createEncoder,
  pairsOf,
  tableOf,
  type Encoder,
  type Preset,
  type StoredPieces,
} from './vectors';

const MOST = 10;
/** What compares two sentences. */
type Judge = 'copy' | 'bag' | 'original';
const JUDGES: Record<Judge, string> = {
  copy: 'the small copy of MiniLM',
  bag: 'a bag of words',
  original: 'MiniLM itself (examples only)',
};

definePlainDemo('alike', (place) => {
  const page = new Comparison(loaded('alike'));
  place.append(...page.parts());
  page.paint();
});

/** Sentences, who compares them, and the result. */
class Comparison {
  private readonly encoder: Encoder;
  private readonly presets: Preset[];
  private readonly text = element('textarea', {
    class: 'demo-lines',
    rows: 6,
    spellcheck: 'false',
  });
  private readonly judges = select(JUDGES, () => this.paint());
  private readonly verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  private readonly table = element('div', {
    class: 'demo-attention demo-cosines',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Cosines of the sentences',
  });
  private readonly nearest = element('div');

  constructor(stored: StoredPieces) {
    this.encoder = createEncoder(stored);
    this.presets = stored.presets;
    this.choose(0);
    this.text.addEventListener('input', () => this.paint());
  }

  parts(): HTMLElement[] {
    const names = this.presets.map(({ label }, i) => [i, label]);
    const examples = select(Object.fromEntries(names), (value) => {
      this.choose(Number(value));
      this.paint();
    });
    const choices = [field('Examples', examples), field('Compared by', this.judges)];
    return [
      element('div', { class: 'demo-controls demo-wide' }, ...choices),
      field(`Your sentences, one a line, at most ${MOST}`, this.text),
      ...[this.verdict, this.table, this.nearest],
    ];
  }

  private choose(preset: number): void {
    this.text.value = itemAt(this.presets, preset).sentences.join('\n');
  }

  private sentences(): string[] {
    const lines = this.text.value.split('\n').map((line) => line.trim());
    return lines.filter((line) => line !== '');
  }

  /** MiniLM's own cosines, if these are the sentences of an example. */
  private original(sentences: string[]): number[] | undefined {
    const text = sentences.join('\n');
    const preset = this.presets.find((each) => each.sentences.join('\n') === text);
    return preset?.hundredths.map((value) => value / 100);
  }

  private cosines(sentences: string[]): number[] {
    const original = this.original(sentences);
    if (original && this.judges.value === 'original') return original;
    if (this.judges.value === 'bag') {
      const bags = sentences.map((sentence) => this.encoder.bag(sentence));
      return pairsOf(bags.length).map(([i, j]) => bagCosine(itemAt(bags, i), itemAt(bags, j)));
    }
    const vectors = sentences.map((sentence) => this.encoder.embed(sentence));
    return pairsOf(vectors.length).map(([i, j]) => cosine(itemAt(vectors, i), itemAt(vectors, j)));
  }

  paint(): void {
    const all = this.sentences();
    const sentences = all.slice(0, MOST);
    this.offerOriginal(this.original(sentences) !== undefined);
    if (sentences.length < 2) {
      this.verdict.textContent = 'Type two sentences or more.';
      this.table.replaceChildren();
      this.nearest.replaceChildren();
      return;
    }
    const values = this.cosines(sentences);
    const table = tableOf(sentences.length, values);
    const best = Math.max(...values);
    const [i, j] = itemAt(pairsOf(sentences.length), values.indexOf(best));
    const cut = all.length > MOST ? ` Only the first ${MOST} are compared.` : '';
    this.verdict.textContent = `Most alike: ${i + 1} and ${j + 1}, with a cosine of ${best.toFixed(2)}.${cut}`;
    this.table.replaceChildren(cosineTable(sentences, table));
    this.nearest.replaceChildren(nearestList(sentences, table));
  }

  /** MiniLM itself is not in the page: it can compare sentences only that it was asked about. */
  private offerOriginal(isKnown: boolean): void {
    const option = this.judges.querySelector<HTMLOptionElement>('option[value="original"]');
    if (option) option.disabled = !isKnown;
    if (!isKnown && this.judges.value === 'original') this.judges.value = 'copy';
  }
}
