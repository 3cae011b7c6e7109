/** Walk through a map of drawings, and have digits or clothes drawn by class and guidance. */
import { itemAt } from '../../../src/host/item-at';
import {
  button,
  definePlainDemo,
  element,
  field,
  loaded,
  oncePerFrame,
  select,
  slider,
} from '../page';
import { paintInk } from '../digits/drawing';
import { createGallery, type Artist } from './gallery';
import { createMap, REACH, type Place } from './map';
import {
  createDecoder,
  createVelocity,
  DRAWINGS,
  SIDE,
  STEPS,
  type StoredLatent,
  type StoredSet,
} from './networks';

/** Chosen instead of one class. */
const ALL = 'all';

definePlainDemo('latent', (place) => {
  const page = new Studio(loaded('latent'));
  place.append(...page.parts());
  page.begin();
});

/** A data set with its networks. */
interface Subject extends Artist {
  stored: StoredSet;
  onMap: (code: Float32Array) => Float32Array;
}

function readSubject(stored: StoredSet): Subject {
  const [onMap, decode] = [createDecoder(stored.map), createDecoder(stored.decoder)];
  return { stored, onMap, decode, velocity: createVelocity(stored.flow) };
}

/** The map above, drawings by wish below. */
class Studio {
  private readonly subjects: Map<string, Subject>;
  private subject: Subject;
  private at: Place = { x: 0, y: 0 };
  private guidance = 1.5;
  private seed = 1;
  private readonly seen = element('canvas', {
    width: 10 * SIDE,
    height: 10 * SIDE,
    class: 'demo-ink demo-paper demo-latent-seen',
    role: 'img',
  });
  private readonly where = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  private readonly wish = select({ [ALL]: 'one of each' }, () => this.draw());
  private readonly progress = element('p', { class: 'demo-numbers' });
  private readonly show = oncePerFrame(() => this.paintPlace());
  private readonly map = createMap(
    ({ x, y }) => this.subject.onMap(Float32Array.of(x, y)),
    (to) => {
      this.at = to;
      this.show();
    },
  );
  private readonly gallery = createGallery((done) => {
    this.progress.textContent = `${done} of ${STEPS} steps from noise`;
  });

  constructor({ sets }: StoredLatent) {
    this.subjects = new Map(Object.entries(sets).map(([name, set]) => [name, readSubject(set)]));
    this.subject = itemAt([...this.subjects.values()], 0);
  }

  parts(): HTMLElement[] {
    const names = [...this.subjects.keys()].map((name) => [name, name]);
    const choice = select(Object.fromEntries(names), (name) => {
      this.subject = this.subjects.get(name) ?? this.subject;
      this.begin();
    });
    const beside = element('div', { class: 'demo-stack' }, this.where, this.seen);
    const heading = element('h3', { class: 'demo-heading' }, 'Drawn by wish');
    const again = button('Other noise', () => this.renew(), { class: 'demo-button is-main' });
    return [
      field('Trained on', choice),
      element('div', { class: 'demo-columns' }, this.map.element, beside),
      heading,
      element(
        'div',
        { class: 'demo-controls demo-wide' },
        field('Class', this.wish),
        this.slider(),
      ),
      element('div', { class: 'demo-row' }, again, this.progress),
      this.gallery.element,
    ];
  }

  begin(): void {
    const options = this.subject.stored.classes.map((name, k) =>
      element('option', { value: k }, name),
    );
    const all = element('option', { value: ALL }, 'one of each');
    this.wish.replaceChildren(all, ...options);
    this.map.paint();
    this.draw();
  }

  private slider(): HTMLElement {
    const text = (): string => this.guidance.toFixed(1);
    const output = element('output', {}, text());
    const control = slider({ min: 0, max: 5, step: 0.5, value: this.guidance }, (value) => {
      this.guidance = value;
      output.textContent = text();
      this.draw();
    });
    return field('Guidance', control, output);
  }

  private renew(): void {
    this.seed++;
    this.draw();
  }

  private draw(): void {
    const { guidance, subject, seed } = this;
    const { value } = this.wish;
    const labels = Array.from({ length: DRAWINGS }, (_, i) => (value === ALL ? i : Number(value)));
    const names = labels.map((label) => `drawing of: ${itemAt(subject.stored.classes, label)}`);
    this.gallery.draw(subject, seed, labels.map((label) => ({ label, guidance })), names); // prettier-ignore
  }

  private paintPlace(): void {
    const { x, y } = this.at;
    paintInk(this.seen, this.subject.onMap(Float32Array.of(x, y)), SIDE);
    const code = [x, y].map((value) => value.toFixed(2).replace('-', '−')).join(', ');
    this.seen.setAttribute('aria-label', `The drawing at ${code}`);
    this.where.textContent = `Code ${code}. ${this.neighbors()}`;
  }

  /** What the five nearest test examples on the map are. */
  private neighbors(): string {
    const { places, classes } = this.subject.stored;
    const distance = (place: Place): number => Math.hypot(place.x - this.at.x, place.y - this.at.y);
    const near = [...places].sort((a, b) => distance(a) - distance(b)).slice(0, 5);
    if (distance(itemAt(near, 0)) > REACH / 5) return 'No test image lies near.';
    const names = [...new Set(near.map(({ label }) => itemAt(classes, label)))];
    return `Test images nearby: ${names.join(', ')}.`;
  }
}
