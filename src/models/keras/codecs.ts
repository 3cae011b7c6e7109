/** Values of options that the two sides spell in different ways. */
import { noEquivalent, type Place } from './refusal';
import type { Config, Json } from './types';

/** Turns the value of one option into the other side's. */
export interface Codec {
  toKeras(value: Json, place: Place): Json;
  fromKeras(value: Json, place: Place): Json;
}

/** Both sides write the same. */
export const SAME: Codec = { toKeras: (value) => value, fromKeras: (value) => value };

/** Ours → Keras's. Names that are absent mean another function there, or none. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  elu: 'elu',
  gelu: 'gelu',
  linear: 'linear',
  mish: 'mish',
  relu: 'relu',
  relu6: 'relu6',
  selu: 'selu',
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  swish: 'silu',
  silu: 'silu',
  tanh: 'tanh',
};

const OURS = new Map(
  Object.entries(ACTIVATIONS)
    .filter(([ours]) => ours !== 'silu')
    .map(([ours, keras]) => [keras, ours]),
);
OURS.set('swish', 'swish');

/** Keras's hard sigmoid is clip(x / 6 + 0.5), that of TensorFlow.js clip(0.2 · x + 0.5). */
function unknownActivation(value: Json, place: Place): TypeError {
  const hard = value === 'hardSigmoid' || value === 'hard_sigmoid';
  const what = `the activation ${JSON.stringify(value)}`;
  return noEquivalent(
    place,
    what,
    hard
      ? "its hard sigmoid has another slope, so build and train the model with 'sigmoid'"
      : 'use one of ' + Object.values(ACTIVATIONS).slice(0, 11).join(', '),
  );
}

/** Activations by their names. */
export const ACTIVATION: Codec = {
  toKeras(value, place) {
    const known = typeof value === 'string' ? ACTIVATIONS[value] : undefined;
    if (known === undefined) throw unknownActivation(value, place);
    return known;
  },
  fromKeras(value, place) {
    const known = OURS.get(value === null ? 'linear' : String(value));
    if (known === undefined) throw unknownActivation(value, place);
    return known;
  },
};

/** Channels come last on both sides; first they come on a GPU only. */
export const DATA_FORMAT: Codec = {
  toKeras(value, place) {
    if (value === null || value === 'channelsLast') return 'channels_last';
    throw noEquivalent(place, `dataFormat '${String(value)}'`, "use 'channelsLast'");
  },
  fromKeras(value, place) {
    if (value === null || value === 'channels_last') return 'channelsLast';
    throw noEquivalent(place, `data_format '${String(value)}'`, "use 'channels_last'");
  },
};

function isConfig(value: Json | undefined): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Penalties on weights; both sides sum l1 · |w| and l2 · w². */
export const REGULARIZER: Codec = {
  toKeras(value, place) {
    if (value === null) return null;
    const config = isConfig(value) && value['className'] === 'L1L2' ? value['config'] : undefined;
    if (!isConfig(config)) throw noEquivalent(place, 'a regularizer of its own', 'use l1 and l2');
    return { module: 'keras.regularizers', class_name: 'L1L2', config, registered_name: null };
  },
  fromKeras(value, place) {
    if (value === null) return null;
    const config = isConfig(value) ? value['config'] : undefined;
    const known = isConfig(value) && ['L1', 'L2', 'L1L2'].includes(String(value['class_name']));
    if (!isConfig(config) || !known)
      throw noEquivalent(place, 'a regularizer of its own', 'use L1, L2 or L1L2');
    const { l1 = 0, l2 = 0 } = config;
    return { className: 'L1L2', config: { l1, l2 } };
  },
};

/** One axis, which Keras may keep as a list of one. */
export const AXIS: Codec = {
  toKeras: (value) => value,
  fromKeras: (value) => (Array.isArray(value) && value.length === 1 ? (value[0] ?? -1) : value),
};

/** Something that we have a value for where Keras has none: refused unless it is off. */
export const ABSENT: Codec = {
  toKeras(value, place) {
    if (value === null || value === false) return null;
    throw noEquivalent(place, 'an option that it lacks', 'leave the option out');
  },
  fromKeras: () => null,
};
