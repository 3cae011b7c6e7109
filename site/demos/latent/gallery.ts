/** Drawings by class and guidance, on their way from noise. */
import { itemAt } from '../../../src/host/item-at';
import { element } from '../page';
import { paintInk } from '../digits/drawing';
import { DRAWINGS, guidedStep, noiseOf, SIDE, STEPS, type Velocity, type Wish } from './networks';

const SCALE = 3;

/** What draws. */
export interface Artist {
  velocity: Velocity;
  decode: (code: Float32Array) => Float32Array;
}

/** See {@link createGallery}. */
export interface Gallery {
  element: HTMLElement;
  /** Begins anew; one step a frame. @param names of the drawings, for those who do not see them */
  draw(artist: Artist, seed: number, wishes: readonly Wish[], names: readonly string[]): void;
}

/** Ten empty drawings. @param onStep called with the number of steps that are done */
export function createGallery(onStep: (done: number) => void): Gallery {
  const pictures = Array.from({ length: DRAWINGS }, () =>
    element('canvas', {
      width: SCALE * SIDE,
      height: SCALE * SIDE,
      class: 'demo-ink',
      role: 'img',
      'aria-label': 'nothing yet',
    }),
  );
  let frame = 0;
  const draw: Gallery['draw'] = (artist, seed, wishes, names) => {
    cancelAnimationFrame(frame);
    pictures.forEach((picture, i) => picture.setAttribute('aria-label', itemAt(names, i)));
    let codes = noiseOf(seed);
    let done = 0;
    const advance = (): void => {
      paint(pictures, codes, artist);
      onStep(done);
      if (done === STEPS) return;
      codes = codes.map((code, i) =>
        guidedStep(artist.velocity, code, itemAt(wishes, i), done, STEPS),
      );
      done++;
      frame = requestAnimationFrame(advance);
    };
    advance();
  };
  return { element: element('div', { class: 'demo-gallery' }, ...pictures), draw };
}

function paint(pictures: HTMLCanvasElement[], codes: Float32Array[], { decode }: Artist): void {
  pictures.forEach((picture, i) => {
    const image = decode(itemAt(codes, i));
    paintInk(picture, image, SIDE);
    picture.dataset['ink'] = image.reduce((sum, value) => sum + value, 0).toFixed(4);
  });
}
