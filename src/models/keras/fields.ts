/** Layers that both sides have: their options, by Keras's names. */
import { ABSENT, ACTIVATION, AXIS, DATA_FORMAT, REGULARIZER, SAME, type Codec } from './codecs';
import { noEquivalent, type Place } from './refusal';
import type { Config, Json } from './types';

/** Options of one class. */
interface ClassFields {
  /** Keras's names of the options. */
  keys: readonly string[];
  /** Options whose names are not the same but for the spelling. */
  renamed?: Readonly<Record<string, string>>;
  /** Values of Keras's options that we have no name for: what they must be. */
  fixed?: Config;
  /** Keras does not know `trainable` for it. */
  alwaysTrainable?: boolean;
  /** Options of ours that must be off. */
  off?: readonly string[];
}

const words = (text: string): string[] => text.split(' ').filter(Boolean);

function fields(keys: string, more: Omit<ClassFields, 'keys'> = {}): ClassFields {
  return { keys: words(keys), ...more };
}

const WEIGHTED = 'activation use_bias kernel_regularizer bias_regularizer';
const WINDOW = 'kernel_size strides padding';
const CONVOLUTION = `filters ${WINDOW} dilation_rate ${WEIGHTED}`;
const POOLING = 'pool_size strides padding';
const CELL = `units ${WEIGHTED} recurrent_regularizer dropout recurrent_dropout`;
const SEQUENCE = 'return_sequences return_state go_backwards';
const GATED = `${CELL} recurrent_activation ${SEQUENCE}`;
const LAST = { data_format: 'channels_last' } as const;
const ONE_GROUP = { fixed: { groups: 1 } };
const NO_STATE = { off: ['stateful'], fixed: { zero_output_for_mask: false } };

/** See the file's first line; the names of the classes are the same on both sides. */
const CLASSES: Readonly<Record<string, ClassFields>> = {
  Activation: fields('activation'),
  Add: fields(''),
  AlphaDropout: fields('rate'),
  Average: fields(''),
  AveragePooling1D: fields(POOLING, { fixed: LAST }),
  AveragePooling2D: fields(`${POOLING} data_format`),
  AveragePooling3D: fields(`${POOLING} data_format`),
  BatchNormalization: fields(
    'axis momentum epsilon center scale beta_regularizer gamma_regularizer',
    {
      fixed: { synchronized: false, renorm: false },
    },
  ),
  Bidirectional: fields('merge_mode layer'),
  Concatenate: fields('axis'),
  Conv1D: fields(CONVOLUTION, { fixed: { groups: 1, ...LAST } }),
  Conv2D: fields(`${CONVOLUTION} data_format`, ONE_GROUP),
  Conv2DTranspose: fields(`filters ${WINDOW} ${WEIGHTED} data_format`, {
    fixed: { output_padding: null, dilation_rate: [1, 1] },
  }),
  Conv3D: fields(`${CONVOLUTION} data_format`, ONE_GROUP),
  Cropping2D: fields('cropping data_format'),
  Dense: fields(`units ${WEIGHTED}`),
  DepthwiseConv2D: fields(
    `${WINDOW} dilation_rate depth_multiplier activation use_bias data_format depthwise_regularizer bias_regularizer`,
  ),
  Dot: fields('axes normalize'),
  Dropout: fields('rate', { off: ['noiseShape'] }),
  ELU: fields('alpha'),
  Embedding: fields('input_dim output_dim mask_zero embeddings_regularizer'),
  Flatten: fields('data_format'),
  GRU: fields(`${GATED} reset_after`, NO_STATE),
  GaussianDropout: fields('rate'),
  GaussianNoise: fields('stddev'),
  GlobalAveragePooling1D: fields('', { fixed: LAST }),
  GlobalAveragePooling2D: fields('data_format'),
  GlobalMaxPooling1D: fields('', { fixed: LAST }),
  GlobalMaxPooling2D: fields('data_format'),
  LSTM: fields(GATED, { ...NO_STATE, fixed: { ...NO_STATE.fixed, unit_forget_bias: true } }),
  LayerNormalization: fields('axis epsilon center scale beta_regularizer gamma_regularizer', {
    fixed: { rms_scaling: false },
  }),
  LeakyReLU: fields('negative_slope', { renamed: { negative_slope: 'alpha' } }),
  Masking: fields('mask_value'),
  MaxPooling1D: fields(POOLING, { fixed: LAST }),
  MaxPooling2D: fields(`${POOLING} data_format`),
  MaxPooling3D: fields(`${POOLING} data_format`),
  Maximum: fields(''),
  Minimum: fields(''),
  Multiply: fields(''),
  PReLU: fields('shared_axes alpha_regularizer'),
  Permute: fields('dims'),
  RMSNormalization: fields('axis epsilon'),
  ReLU: fields('max_value', { fixed: { negative_slope: 0, threshold: 0 } }),
  RepeatVector: fields('n'),
  Rescaling: fields('scale offset'),
  Reshape: fields('target_shape'),
  SeparableConv2D: fields(
    `filters ${WINDOW} dilation_rate depth_multiplier activation use_bias data_format ` +
      'depthwise_regularizer pointwise_regularizer bias_regularizer',
  ),
  SimpleRNN: fields(`${CELL} ${SEQUENCE}`, NO_STATE),
  Softmax: fields('axis'),
  SpatialDropout1D: fields('rate', { alwaysTrainable: true }),
  TimeDistributed: fields('layer'),
  UpSampling2D: fields('size data_format', { fixed: { interpolation: 'nearest' } }),
  ZeroPadding2D: fields('padding data_format'),
};

const CODECS: Readonly<Record<string, Codec>> = {
  activation: ACTIVATION,
  recurrent_activation: ACTIVATION,
  data_format: DATA_FORMAT,
};

/** Letters of a value that a message shows. */
const MOST_SHOWN = 60;

/** Keras's fields that change nothing in what a trained model computes. */
const WITHOUT_EFFECT = new Set([
  ...words('name trainable dtype batch_input_shape seed unroll implementation build_config'),
  ...words('input_length use_cudnn moving_mean_initializer moving_variance_initializer'),
  ...words('unit_forget_bias synchronized alpha_initializer renorm_clipping renorm_momentum'),
]);

function codecOf(className: string, key: string): Codec {
  if (key === 'axis' && className !== 'Softmax') return AXIS;
  return CODECS[key] ?? (key.endsWith('_regularizer') ? REGULARIZER : SAME);
}

/** `use_bias` → `useBias` */
const camel = (key: string): string =>
  key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Options of a layer inside `Bidirectional`, without the one that Keras sets there by itself. */
export function innerOptions(config: Config): Config {
  const { zero_output_for_mask: _set, ...rest } = config;
  return rest;
}

/** Whether both sides have layers of this class. */
export function isShared(className: string): boolean {
  return Object.hasOwn(CLASSES, className);
}

function fieldsOf(place: Place): ClassFields {
  const known = isShared(place.className) ? CLASSES[place.className] : undefined;
  if (known) return known;
  throw noEquivalent(place, '', 'build the model from layers that both have');
}

/** What layers that contain a layer do with it. */
export interface LayerCodec {
  toKeras(value: Json): Json;
  fromKeras(value: Json): Json;
}

/** Options of ours in Keras's spelling. @throws TypeError for those that it does not have. */
export function configToKeras(ours: Config, place: Place, inner: LayerCodec): Config {
  const { keys, renamed = {}, fixed = {}, off = [], alwaysTrainable } = fieldsOf(place);
  const config: Config = {
    name: place.name,
    trainable: ours['trainable'] ?? true,
    dtype: 'float32',
  };
  if (alwaysTrainable) delete config['trainable'];
  for (const key of keys) {
    const value = ours[renamed[key] ?? camel(key)] ?? null;
    config[key] =
      key === 'layer' ? inner.toKeras(value) : codecOf(place.className, key).toKeras(value, place);
  }
  for (const key of ['activityRegularizer', ...Object.keys(ours).filter(isConstraint), ...off])
    ABSENT.toKeras(ours[key] ?? null, { ...place, name: place.name });
  for (const [key, value] of Object.entries(fixed)) {
    const given = ours[camel(key)];
    if (given != null && !same(given, value) && !WITHOUT_EFFECT.has(key))
      throw noEquivalent(place, `${camel(key)} ${JSON.stringify(given)}`, 'leave the option out');
    config[key] = value;
  }
  return config;
}

const isConstraint = (key: string): boolean => /Constraint$/.test(key);
const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a field of Keras's, which we have no name for, is off. */
function isOff(key: string, value: Json, fixed: Config): boolean {
  if (WITHOUT_EFFECT.has(key) || key.endsWith('_initializer')) return true;
  return same(value, fixed[key] ?? null) || value === null || value === false;
}

/** Whether a layer that reads backwards is the one that reads forwards, but for that. */
function isMirror(forward: Json, backward: Json, inner: LayerCodec): boolean {
  const [one, other] = [forward, backward].map((layer) => {
    const { className = null, config = {} } = inner.fromKeras(layer) as Config;
    const { goBackwards = false, ...options } = config as Config;
    const told = Object.entries({ ...options, name: null, className }).sort(([a], [b]) => a < b ? -1 : 1); // prettier-ignore
    return { goBackwards: goBackwards === true, text: JSON.stringify(told) };
  });
  return one?.text === other?.text && one?.goBackwards !== other?.goBackwards;
}

/** Options of Keras's in our spelling. @throws TypeError for those that we do not have. */
export function configFromKeras(config: Config, place: Place, inner: LayerCodec): Config {
  const { keys, renamed = {}, fixed = {} } = fieldsOf(place);
  const ours: Config = { name: place.name, trainable: config['trainable'] ?? true };
  for (const [key, value] of Object.entries(config)) {
    if (keys.includes(key))
      ours[renamed[key] ?? camel(key)] =
        key === 'layer'
          ? inner.fromKeras(value)
          : codecOf(place.className, key).fromKeras(value, place);
    else if (key === 'backward_layer' && isMirror(config['layer'] ?? null, value, inner)) continue;
    else if (!isOff(key, value, fixed)) {
      const given = JSON.stringify(value).slice(0, MOST_SHOWN);
      throw noEquivalent(place, `${key} = ${given}`, 'save it without that option');
    }
  }
  return ours;
}
