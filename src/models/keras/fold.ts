/**
 * Finds in a graph what one layer of ours was written as, and says which layer that was.
 *
 * The parts of a layer share its name: `block__self_attention`, `block__self_attention_norm`, … Keras keeps these names
 * when it saves. What is guessed here is proven afterwards: the model is written once more, and must be the same graph.
 */
import { itemAt } from '../../host/item-at';
import { noEquivalent } from './refusal';
import {
  GROUPED_ATTENTION,
  isTensor,
  type Argument,
  type Config,
  type Json,
  type KerasCall,
  type KerasOp,
  type KerasTensor,
} from './types';

/** A layer of ours, as the file has it. */
export interface Folded {
  name: string;
  className: string;
  config: Config;
  /** For each use: the tensors that go in. */
  calls: KerasTensor[][];
  /** The operation whose outputs are those of the layer. */
  last: KerasOp;
}

/** Parts of one layer by their names behind the underscores. */
type Parts = ReadonlyMap<string, KerasOp>;

const SEPARATOR = '__';

/** Splits `block__feed_forward_sum` into `block` and `feed_forward_sum`. */
export function splitName(name: string): [whole: string, part: string] {
  const at = name.indexOf(SEPARATOR, 1);
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + SEPARATOR.length)];
}

/** The layers that operations belong to, in the order of their first ones. */
export function groupsOf(ops: readonly KerasOp[]): Map<string, KerasOp[]> {
  const groups = new Map<string, KerasOp[]>();
  for (const op of ops) {
    const [whole] = splitName(op.name);
    groups.set(whole, [...(groups.get(whole) ?? []), op]);
  }
  return groups;
}

/** The first tensor of an argument. */
function firstOf(argument: Argument | undefined): KerasTensor[] {
  const [first] = [argument ?? null].flat();
  return first !== undefined && isTensor(first) ? [first] : [];
}

function tensorArguments({ args, kwargs }: KerasCall, names: readonly string[]): KerasTensor[] {
  const named = names.map((name) => kwargs[name] ?? null);
  return [...args, ...named].flat().filter(isTensor);
}

/** Tensors that several calls of one part get: call by call, what `pick` finds there. */
function callsOf(op: KerasOp, pick: (call: KerasCall) => KerasTensor[]): KerasTensor[][] {
  return op.calls.map(pick);
}

/** A mask that is made of an input is that input. */
function maskOf(parts: Parts, mask: KerasTensor[]): KerasTensor[] {
  return mask.flatMap((tensor) =>
    tensor.op === parts.get('mask') ? firstOf(tensor.op.calls[tensor.call]?.args[0]) : [tensor],
  );
}

/** Whether all layers with weights may be trained. */
const trainableOf = (ops: Iterable<KerasOp>): boolean =>
  [...ops].every(({ config }) => config['trainable'] !== false);

/** The activation of a dense layer: inside of it, or as a function behind. */
function activationOf(parts: Parts, part: string): Json {
  if (parts.has(`${part}__activation`)) return 'gelu_new';
  const name = parts.get(part)?.config['activation'] ?? 'linear';
  return name === 'silu' ? 'swish' : name;
}

const ABOUT = 'the parts of a layer of this library that has been changed';

function changed(name: string, className: string): TypeError {
  return noEquivalent({ caller: 'importKeras', name, className }, ABOUT, 'rename the layers, so no name has two underscores'); // prettier-ignore
}

function required(parts: Parts, name: string, whole: string): KerasOp {
  const part = parts.get(name);
  if (part) return part;
  throw changed(whole, [...parts.values()][0]?.className ?? 'Layer');
}

/** What a block's attention was configured with. */
function headsOf({ className, config }: KerasOp): Config {
  if (className === GROUPED_ATTENTION)
    return {
      numHeads: config['num_query_heads'] ?? null,
      numKeyValueHeads: config['num_key_value_heads'] ?? null,
    };
  return { numHeads: config['num_heads'] ?? null, numKeyValueHeads: null };
}

function blockConfig(name: string, parts: Parts): Config {
  const attention = required(parts, 'self_attention', name);
  const norm = required(parts, 'self_attention_norm', name);
  const gated = parts.has('feed_forward_gate');
  const inner = required(parts, 'feed_forward_intermediate', name);
  const activation = activationOf(parts, `feed_forward_${gated ? 'gate' : 'intermediate'}`);
  const first = attention.calls[0]?.args[0];
  return {
    ...{ name, trainable: trainableOf(parts.values()), ...headsOf(attention) },
    intermediateDim: inner.config['units'] ?? null,
    dropout: attention.config['dropout'] ?? 0,
    // Attention that reads the normalized input: normalizing comes first.
    normalizeFirst: firstOf(first)[0]?.op === norm,
    epsilon: norm.config['epsilon'] ?? null,
    useBias: attention.config['use_bias'] ?? true,
    normalization: norm.className === 'RMSNormalization' ? 'rms' : 'layer',
    feedForward: gated ? 'gated' : 'dense',
    activation,
  };
}

function foldBlock(name: string, parts: Parts): Folded {
  const config = blockConfig(name, parts);
  const attention = required(parts, 'self_attention', name);
  const cross = parts.get('cross_attention');
  const sum = required(parts, 'self_attention_sum', name);
  const decoder = cross !== undefined || attention.calls[0]?.kwargs['use_causal_mask'] === true;
  const last = config['normalizeFirst']
    ? required(parts, 'feed_forward_sum', name)
    : required(parts, 'feed_forward_norm', name);
  const calls = sum.calls.map(({ args }, at) => {
    const other = (cross ?? attention).calls[at];
    const encoder = cross ? firstOf(other?.args[1]) : [];
    const mask = maskOf(parts, firstOf(other?.kwargs['value_mask'] ?? other?.kwargs['attention_mask'])); // prettier-ignore
    return [...firstOf(args[0]), ...encoder, ...mask];
  });
  const className = decoder ? 'TransformerDecoderBlock' : 'TransformerEncoderBlock';
  return { name, className, config, calls, last };
}

function foldPositions(name: string, parts: Parts): Folded {
  const last = required(parts, 'sum', name);
  const calls = callsOf(last, ({ args }) => firstOf(args[0]));
  const table = parts.get('table');
  if (!table) {
    required(parts, 'angles', name);
    return { name, className: 'PositionalEncoding', config: { name }, calls, last };
  }
  const maxSequenceLength = table.config['input_dim'] ?? null;
  const config = { name, trainable: trainableOf([table]), maxSequenceLength };
  return { name, className: 'PositionEmbedding', config, calls, last };
}

function foldGated(name: string, parts: Parts): Folded {
  const gate = required(parts, 'gate', name);
  const { units = null, use_bias: useBias = null } = gate.config;
  const trainable = trainableOf(parts.values());
  const activation = activationOf(parts, 'gate');
  const config: Config = { name, trainable, intermediateDim: units, activation, useBias };
  const calls = callsOf(gate, ({ args }) => firstOf(args[0]));
  return {
    name,
    className: 'GatedFeedForward',
    config,
    calls,
    last: required(parts, 'output', name),
  };
}

function attentionConfig(op: KerasOp): Config {
  const { name, config, calls } = op;
  const grouped = op.className === GROUPED_ATTENTION;
  const { key_dim: keyDim = null, value_dim: valueDim = null } = config;
  const { output_shape: output = null, dropout = 0, use_bias: useBias = true } = config;
  const flag = (key: string) => calls[0]?.kwargs[key] === true;
  return {
    ...{ name, trainable: config['trainable'] ?? true, ...headsOf(op), dropout, useBias },
    keyDim: grouped ? (config['head_dim'] ?? null) : keyDim,
    valueDim: grouped ? (config['head_dim'] ?? null) : valueDim,
    outputDim: Array.isArray(output) ? (output[0] ?? null) : output,
    useCausalMask: flag('use_causal_mask'),
    returnAttentionScores: flag('return_attention_scores'),
  };
}

function foldAttention(name: string, parts: Parts, last: KerasOp): Folded {
  const calls = callsOf(last, ({ args, kwargs }) => {
    const [query = [], value = [], key = []] = args.map(firstOf);
    const mask = firstOf(kwargs['value_mask'] ?? kwargs['attention_mask']);
    if (mask.length > 0) return [...query, ...value, ...(key.length > 0 ? key : value), ...maskOf(parts, mask)]; // prettier-ignore
    const alone = key.length === 0 && query[0] && value[0] && sameTensor(query[0], value[0]);
    return alone ? query : [...query, ...value, ...key];
  });
  return { name, className: 'MultiHeadAttention', config: attentionConfig(last), calls, last };
}

/** Whether two tensors are one. */
export function sameTensor(a: KerasTensor, b: KerasTensor): boolean {
  return a.op === b.op && a.call === b.call && a.index === b.index;
}

/** A single layer, or a single function that stands for one. */
function foldSingle(op: KerasOp, parts: Parts): Folded {
  const { name, className, config } = op;
  const calls = callsOf(op, (call) => tensorArguments(call, ['mask', 'initial_state']));
  const [first] = op.calls;
  if (className === 'NotEqual') {
    const padding = first?.args[1];
    const own = { name, padding: typeof padding === 'number' ? padding : 0 };
    return { name, className: 'PaddingMask', config: own, calls, last: op };
  }
  if (className === 'Gelu') {
    const activation = config['approximate'] === true ? 'gelu_new' : 'gelu';
    return { name, className: 'Activation', config: { name, activation }, calls, last: op };
  }
  if (className === 'ReversibleEmbedding') {
    const { input_dim: inputDim = null, output_dim: outputDim = null, trainable = true } = config;
    return { name, className, config: { name, trainable, inputDim, outputDim }, calls, last: op };
  }
  if (className === 'GlobalAveragePooling1D' && first?.kwargs['mask']) {
    const own = op.calls.map(({ args, kwargs }) => [...firstOf(args[0]), ...maskOf(parts, firstOf(kwargs['mask']))]); // prettier-ignore
    return { name, className: 'MaskedAveragePooling1D', config: { name }, calls: own, last: op };
  }
  return { name, className, config, calls, last: op };
}

/** Which layer of ours the operations of one name were. */
export function fold(name: string, ops: readonly KerasOp[]): Folded {
  const parts: Parts = new Map(ops.map((op) => [splitName(op.name)[1], op]));
  const own = parts.get('');
  if (own && /^(MultiHead|GroupQuery)Attention$/.test(own.className))
    return foldAttention(name, parts, own);
  const behind = parts.get('activation');
  if (own && behind && parts.size === 2) {
    const config = { ...own.config, activation: 'gelu_new' };
    return { ...foldSingle(own, parts), config, last: behind };
  }
  if (own) return foldSingle(own, parts);
  if (parts.has('self_attention')) return foldBlock(name, parts);
  if (parts.has('steps')) return foldPositions(name, parts);
  if (parts.has('gate')) return foldGated(name, parts);
  throw changed(name, itemAt(ops, 0).className);
}
