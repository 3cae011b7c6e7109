/**
 * The pictures of the page `plot`: for each builder a small program that a notebook could hold, which ends with the
 * figure. It is run when the site is built, and shown folded below the picture.
 */
import { createRandom, layers, loadCars, loadMnist, loadPenguins, loadSeattleWeather, makeMoons, plot, tf } from '../../src/index'; // prettier-ignore

type Picture = ReturnType<typeof plot.line> | ReturnType<typeof plot.lstmCell>;

export const GALLERY: Record<string, () => Picture | Promise<Picture>> = {
  line() {
    const steps = Array.from({ length: 60 }, (_, step) => step);
    const loss = (rate: number) => steps.map((step) => 2.3 * Math.exp(-rate * step) + 0.05);
    const series = [0.02, 0.06, 0.2].map((rate) => ({ name: `rate ${rate}`, y: loss(rate) }));
    return plot.line(series, { xLabel: 'step', yLabel: 'loss', yScale: 'log' });
  },
  async scatter() {
    const { rows } = await loadPenguins();
    const flipper = rows.map((row) => row.flipperLength);
    const mass = rows.map((row) => row.bodyMass);
    const labels = rows.map((row) => row.species);
    return plot.scatter(flipper, mass, { xLabel: 'flipper length (mm)', yLabel: 'body mass (g)', labels }); // prettier-ignore
  },
  bars() {
    return plot.bars(['guess the mean', 'line', 'network'], [6.4, 2.6, 2.0], {
      yLabel: 'mean absolute error (mpg)',
      references: [{ value: 6.4, label: 'baseline' }],
    });
  },
  learningCurves() {
    const epochs = Array.from({ length: 12 }, (_, epoch) => epoch + 1);
    const loss = epochs.map((epoch) => 0.7 / epoch);
    const valLoss = epochs.map((epoch) => 0.75 / epoch + 0.012 * epoch);
    return plot.learningCurves({ loss, valLoss }, { labels: { loss: 'cross-entropy (nats)' } });
  },
  runs() {
    const random = createRandom(3);
    const losses = (mean: number) => Array.from({ length: 8 }, () => mean + 0.03 * random.normal());
    const groups = { SGD: losses(0.42), momentum: losses(0.33), Adam: losses(0.29) };
    return plot.runs(groups, { yLabel: 'validation loss', xLabel: 'optimizer' });
  },
  async regressionLine() {
    const { rows } = await loadCars();
    const some = rows.filter((_, i) => i % 8 === 0);
    const weight = some.map((row) => row.weight / 1000);
    const economy = some.map((row) => row.milesPerGallon);
    const fit = { slope: -7.6, intercept: 46.2 };
    return plot.regressionLine(weight, economy, fit, { xLabel: 'weight (1,000 lb)', yLabel: 'fuel economy (mpg)' }); // prettier-ignore
  },
  regressionPath() {
    const lambdas = Array.from({ length: 25 }, (_, i) => 10 ** (i / 8 - 2));
    const shrunk = (start: number, λ: number) => Math.sign(start) * Math.max(0, Math.abs(start) - λ); // prettier-ignore
    const coefficients = lambdas.map((λ) => [shrunk(-5.6, λ), shrunk(2.8, λ), shrunk(0.9, λ)]);
    return plot.regressionPath(lambdas, coefficients, { names: ['weight', 'year', 'horsepower'], chosen: 0.3 }); // prettier-ignore
  },
  functions() {
    const functions = { ReLU: (x: number) => Math.max(0, x), tanh: Math.tanh };
    return plot.functions(functions, { derivatives: true, yLabel: 'activation' });
  },
  async forecast() {
    const { test } = await loadSeattleWeather();
    const days = test.slice(60, 120);
    const actual = days.map((day) => day.temperatureMax);
    const naive = test.slice(59, 119).map((day) => day.temperatureMax);
    const predicted = naive.map((yesterday) => 0.7 * yesterday + 5);
    const time = days.map((day) => day.date);
    return plot.forecast(
      { actual, predicted, naive, time },
      { yLabel: 'highest temperature (°C)' },
    );
  },
  decisionBoundary() {
    const { x, y } = makeMoons({ examples: 120, noise: 0.15, seed: 5 });
    const [known, labels] = [x.arraySync(), y.arraySync()];
    // Every known point votes; near ones count more.
    const predict = (points: number[][]) =>
      points.map(([a = 0, b = 0]) => {
        const votes = known.map(([c = 0, d = 0]) => Math.exp(-20 * ((a - c) ** 2 + (b - d) ** 2)));
        const all = votes.reduce((sum, vote) => sum + vote, 1e-9);
        return votes.reduce((sum, vote, i) => sum + vote * (labels[i] ?? 0), 0.5e-9) / all;
      });
    return plot.decisionBoundary(x, y, predict, { classNames: ['upper moon', 'lower moon'] });
  },
  lossSurface() {
    const valley = (a: number, b: number) => 0.2 * a * a + 3 * b * b;
    const walk = (rate: number) => {
      const path: [number, number][] = [[-2.5, 1.2]];
      for (let [a, b] = [-2.5, 1.2], step = 0; step < 25; step++) {
        [a, b] = [a - rate * 0.4 * a, b - rate * 6 * b];
        path.push([a, b]);
      }
      return path;
    };
    return plot.lossSurface(valley, { paths: { 'rate 0.1': walk(0.1), 'rate 0.31': walk(0.31) } });
  },
  confusionMatrix() {
    const counts = [[96, 3, 1], [5, 88, 7], [0, 9, 91]]; // prettier-ignore
    return plot.confusionMatrix(counts, { labels: ['Adelie', 'Chinstrap', 'Gentoo'] });
  },
  roc() {
    const random = createRandom(1);
    const labels = Array.from({ length: 200 }, (_, i) => i % 2);
    const scores = (help: number) => labels.map((label) => help * label + random.normal());
    return plot.roc({ weak: { labels, scores: scores(0.8) }, strong: { labels, scores: scores(2.2) } }); // prettier-ignore
  },
  precisionRecall() {
    const random = createRandom(1);
    const labels = Array.from({ length: 300 }, (_, i) => Number(i % 5 === 0));
    const scores = (help: number) => labels.map((label) => help * label + random.normal());
    return plot.precisionRecall({ weak: { labels, scores: scores(0.8) }, strong: { labels, scores: scores(2.2) } }); // prettier-ignore
  },
  calibration() {
    const random = createRandom(2);
    const truth = Array.from({ length: 3000 }, () => random.uniform());
    const labels = truth.map((p) => Number(random.uniform() < p));
    const bold = truth.map((p) => p ** 2 / (p ** 2 + (1 - p) ** 2));
    return plot.calibration({ calibrated: { labels, scores: truth }, overconfident: { labels, scores: bold } }); // prettier-ignore
  },
  async images() {
    const { test } = await loadMnist({ limit: 200 });
    return plot.images(test.x.slice([0, 0, 0, 0], [8, 28, 28, 1]), {
      titles: [...test.y.dataSync().slice(0, 8)],
      title: 'Eight test digits',
    });
  },
  filters() {
    const kernel = tf.randomNormal([5, 5, 1, 8], 0, 1, 'float32', 7);
    return plot.filters(kernel, { title: 'Eight filters before training' });
  },
  async featureMaps() {
    const { test } = await loadMnist({ limit: 200 });
    const image = test.x.slice([0, 0, 0, 0], [1, 28, 28, 1]) as tf.Tensor4D;
    const edges = tf.tensor4d([-1, 0, 1, -2, 0, 2, -1, 0, 1, -1, -2, -1, 0, 0, 0, 1, 2, 1], [2, 3, 3, 1]); // prettier-ignore
    const maps = tf.relu(tf.conv2d(image, edges.transpose([1, 2, 3, 0]) as tf.Tensor4D, 1, 'same'));
    return plot.featureMaps(maps, { title: 'A digit, seen by two edge filters' });
  },
  async saliency() {
    const { test } = await loadMnist({ limit: 200 });
    const images = test.x.slice([0, 0, 0, 0], [2, 28, 28, 1]) as tf.Tensor4D;
    const near = tf.avgPool(images, 7, 1, 'same').mul(images).squeeze([3]);
    return plot.saliency(images, near, { mapName: 'where ink is dense' });
  },
  embeddings() {
    const random = createRandom(4);
    const words = ['cat', 'dog', 'horse', 'red', 'green', 'blue', 'one', 'two', 'three'];
    const kinds = words.map((_, i) => ['animal', 'color', 'number'][Math.floor(i / 3)] ?? '');
    const vectors = words.map((_, i) => Array.from({ length: 8 }, (_, d) => 3 * Number(d === Math.floor(i / 3)) + random.normal() / 2)); // prettier-ignore
    return plot.embeddings(vectors, { labels: kinds, text: words });
  },
  attentionMap() {
    const tokens = ['the', 'cat', 'sat', 'on', 'the', 'mat'];
    const { weights } = tf.tidy(() => {
      const scores = tf.randomNormal([6, 6], 0, 1.5, 'float32', 3);
      const mask = tf.linalg.bandPart(tf.ones([6, 6]), -1, 0);
      return { weights: tf.softmax(tf.where(mask.cast('bool'), scores, tf.fill([6, 6], -1e9))) };
    });
    return plot.attentionMap(weights, { queryTokens: tokens });
  },
  matrix() {
    const waves = layers.positionalEncoding({}).apply(tf.zeros([1, 12, 16])) as tf.Tensor;
    return plot.matrix(waves.squeeze([0]), { title: 'Positions as waves', xLabel: 'dimension', yLabel: 'position', valueLabel: 'value' }); // prettier-ignore
  },
  matrices() {
    const image = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]; // prettier-ignore
    const kernel = [[-1, 1], [-1, 1]]; // prettier-ignore
    const output = [[0, 2, 0], [0, 2, 0]]; // prettier-ignore
    const panels = [{ values: image, title: 'image' }, { values: kernel, title: 'kernel' }, { values: output, title: 'output' }]; // prettier-ignore
    return plot.matrices(panels, { signs: ['∗', '='], title: 'A convolution finds an edge' });
  },
  networkDiagram() {
    const columns = [{ units: 8, label: 'features' }, 16, 16, { units: 3, label: 'species' }];
    return plot.networkDiagram(columns, { title: 'A small perceptron' });
  },
  sequenceDiagram() {
    return plot.sequenceDiagram([
      { name: 'many to one', inputs: [0, 1, 2], outputs: [2] },
      { name: 'many to many', inputs: [0, 1, 2], outputs: [0, 1, 2] },
      { name: 'one to many', inputs: [0], outputs: [0, 1, 2] },
    ]);
  },
  withSlider() {
    const wave = (k: number) => Array.from({ length: 80 }, (_, i) => Math.sin((k * i) / 10));
    const variants = [1, 2, 3, 4].map((k) => ({ label: String(k), figure: plot.line(wave(k), { title: 'A wave', xLabel: 'time', yLabel: 'height' }) })); // prettier-ignore
    return plot.withSlider(variants, { prefix: 'frequency ' });
  },
  withButtons() {
    const random = createRandom(6);
    const cloud = (spread: number) => Array.from({ length: 60 }, () => spread * random.normal());
    const x = cloud(1);
    const noisy = (noise: number) => x.map((value) => value + noise * random.normal());
    const figure = (noise: number) =>
      plot.scatter(x, noisy(noise), { title: 'Noise hides a line' });
    return plot.withButtons([{ label: 'little noise', figure: figure(0.2) }, { label: 'much noise', figure: figure(1.5) }]); // prettier-ignore
  },
  pcaProject() {
    const random = createRandom(8);
    const cloud = Array.from({ length: 120 }, () => {
      const along = random.normal();
      return [along, 0.6 * along + 0.3 * random.normal(), 0.2 * random.normal()];
    });
    const { points } = plot.pcaProject(cloud, 2);
    const column = (k: number) => points.map((row) => row[k] ?? 0);
    return plot.scatter(column(0), column(1), { xLabel: 'first component', yLabel: 'second component', title: 'Three features, projected onto two components' }); // prettier-ignore
  },
  show() {
    return plot.line([1, 2, 4], { title: 'Doubling' });
  },
  attentionDiagram: () => plot.attentionDiagram({ mask: true }),
  computationGraph() {
    const w = { data: 2, gradient: 3, parents: [], operation: '' };
    const x = { data: 3, gradient: 2, parents: [], operation: '' };
    const b = { data: 1, gradient: 1, parents: [], operation: '' };
    const product = { data: 6, gradient: 1, parents: [w, x], operation: '×' };
    const sum = { data: 7, gradient: 1, parents: [product, b], operation: '+' };
    return plot.computationGraph(sum, { names: { w, x, b } });
  },
  convolutionFromDense: () => plot.convolutionFromDense({ inputs: 5, kernelSize: 3 }),
  lstmCell: () => plot.lstmCell(),
  gruCell: () => plot.gruCell(),
  transformerBlock: () => plot.transformerBlock({ norm: 'pre', model: true }),
};
