/**
 * The gradient of a convolution by its filter, which TensorFlow.js has for WebAssembly in JavaScript only.
 *
 * It is itself a convolution: of the input with its channels as examples, by the gradient of the output with its
 * examples as channels, where the step between outputs becomes the distance between the filter's taps. So the fast
 * kernel of the forward pass computes it.
 *
 * Axes: N examples · H, W height and width · I, O channels of the input and of the output.
 */
import { runner, type Call, type Info, type Tensorflow } from './call';

interface Attributes {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
}

/** @returns the kernel `Conv2DBackpropFilter`: of `x` `[N, H, W, I]` and `dy` `[N, H', W', O]`, `[h, w, I, O]` */
export function filterGradient(tf: Tensorflow) {
  return ({ inputs, attrs, backend }: Call): Info => {
    const { x, dy } = inputs as { x: Info; dy: Info };
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
    const shape = x.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode); // prettier-ignore
    const { top, bottom, left, right } = info.padInfo;
    const { run, free } = runner(tf, backend);
    const channelsFirst = run('Transpose', { x }, { perm: [3, 1, 2, 0] }); // [I, H, W, N]
    const examplesLast = run('Transpose', { x: dy }, { perm: [1, 2, 0, 3] }); // [H', W', N, O]
    const product = run(
      'Conv2D',
      { x: channelsFirst, filter: examplesLast },
      {
        strides: 1,
        dilations: [info.strideHeight, info.strideWidth],
        pad: [[0, 0], [top, bottom], [left, right], [0, 0]], // prettier-ignore
        dataFormat: 'NHWC',
      },
    );
    const [height, width, inputs_, outputs] = filterShape;
    // Where the last step left a rest of the input, the product is larger than the filter.
    const size = [inputs_, height, width, outputs];
    const cut = run('Slice', { x: product }, { begin: [0, 0, 0, 0], size });
    const gradient = run('Transpose', { x: cut }, { perm: [1, 2, 0, 3] });
    free(channelsFirst, examplesLast, product, cut);
    return gradient;
  };
}
