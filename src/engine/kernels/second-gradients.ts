/** Gradients of the gradients that layers need and TensorFlow.js lacks: convolution, pooling, ELU. */
import { isNative } from '../native';
import { tf } from '../tensorflow';
import { nativeOpOne } from './native-op';

type Padding = 'valid' | 'same' | number;
/** Attributes of convolutions and pooling. */
interface Window {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Padding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations?: number | [number, number];
}
type Gradients = Record<string, () => tf.Tensor>;

/** Registers the gradient of a kernel; `gradient` gets the incoming gradient, the saved inputs, the attributes. */
function gradientOf(
  kernelName: string,
  inputsToSave: string[],
  gradient: (v: tf.Tensor, saved: tf.Tensor[], attrs: Window) => Gradients,
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave,
    gradFunc: (v, saved, attrs) => gradient([v].flat()[0] as tf.Tensor, saved, attrs as never),
  });
}

/** Runs a kernel that TensorFlow.js has no public function for. */
function run(kernelName: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attrs as tf.NamedAttrMap);
}

// x, dy → dW is linear in both, as the convolution itself is in x and W.
gradientOf('Conv2DBackpropFilter', ['x', 'dy'], (v, saved, { strides, pad, dimRoundingMode }) => {
  const [x, dy] = saved as [tf.Tensor4D, tf.Tensor4D];
  const kernel = v as tf.Tensor4D;
  return {
    x: () => tf.conv2dTranspose(dy, kernel, x.shape, strides, pad, dimRoundingMode),
    dy: () => tf.conv2d(x, kernel, strides, pad, 'NHWC', 1, dimRoundingMode),
  };
});

gradientOf('DepthwiseConv2dNativeBackpropInput', ['dy', 'filter'], (v, saved, attrs) => {
  const [dy, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
  const { strides, pad, dilations = 1 } = attrs;
  const given = { ...attrs, dilations };
  return {
    dy: () => tf.depthwiseConv2d(v as tf.Tensor4D, filter, strides, pad, 'NHWC', dilations),
    filter: () =>
      run(
        'DepthwiseConv2dNativeBackpropFilter',
        { x: v, dy },
        { ...given, filterShape: filter.shape },
      ),
  };
});

gradientOf('DepthwiseConv2dNativeBackpropFilter', ['x', 'dy'], (v, saved, attrs) => {
  const [x, dy] = saved as [tf.Tensor4D, tf.Tensor4D];
  const { strides, pad, dilations = 1 } = attrs;
  const given = { ...attrs, dilations, inputShape: x.shape };
  return {
    x: () => run('DepthwiseConv2dNativeBackpropInput', { dy, filter: v }, given),
    dy: () => tf.depthwiseConv2d(x, v as tf.Tensor4D, strides, pad, 'NHWC', dilations),
  };
});

gradientOf('AvgPoolGrad', [], (v, _saved, { filterSize, strides, pad, dimRoundingMode }) => ({
  dy: () => tf.avgPool(v as tf.Tensor4D, filterSize, strides, pad, dimRoundingMode),
  input: () => tf.zerosLike(v),
}));

/** The values of `v` at the places of each window's largest value. */
function atLargest(v: tf.Tensor, input: tf.Tensor4D, output: tf.Tensor, window: Window): tf.Tensor {
  const { filterSize, strides, pad } = window;
  if (typeof pad === 'number')
    throw new RangeError(
      `tf.grad: expected max pooling with padding 'valid' or 'same' where a gradient of a gradient is ` +
        `wanted; got ${pad}; pad the input with tf.pad first.`,
    );
  if (isNative()) {
    const square = (size: number | [number, number]) => [1, ...[size, size].flat().slice(-2), 1];
    const ints = { ksize: square(filterSize), strides: square(strides) };
    const strings = { padding: pad.toUpperCase(), data_format: 'NHWC' };
    const types = { T: 'float32' } as const;
    return nativeOpOne('MaxPoolGradGrad', { types, ints, strings }, [input, output, v]);
  }
  const named = tf.maxPoolWithArgmax(input, filterSize, strides, pad, true);
  const places = named['indexes'] ?? tf.zerosLike(output);
  return tf.gather(v.flatten(), places.toInt().flatten()).reshape(output.shape);
}

// The gradient goes to the largest value of each window: back come the values at those places.
gradientOf('MaxPoolGrad', ['input', 'output'], (v, saved, window) => {
  const [input, output] = saved as [tf.Tensor4D, tf.Tensor4D];
  return {
    dy: () => atLargest(v, input, output, window),
    input: () => tf.zerosLike(v),
    output: () => tf.zerosLike(output),
  };
});

// dy where y ≥ 0, dy · (y + 1) below.
gradientOf('EluGrad', ['dy', 'y'], (v, saved) => {
  const [dy, y] = saved as [tf.Tensor, tf.Tensor];
  const below = y.less(0).toFloat();
  return {
    dy: () => v.mul(below.mul(y).add(1)),
    y: () => v.mul(dy).mul(below),
  };
});
