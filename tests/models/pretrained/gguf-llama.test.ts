/** A model from a GGUF file, written here from the weights of a small Llama, is that Llama. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { readGguf } from '../../../src/data';
import { ready, tf } from '../../../src/engine';
import { itemAt } from '../../../src/host/item-at';
import { gptFromGguf } from '../../../src/models/pretrained/gguf-llama';
import { assertClose, readCases, tensorOf, type Stored } from '../../layers/fixture';

before(() => ready());

const llama =
  readCases<{ tokens: Stored; outputs: [Stored]; weights: Stored[] }>('llama_torch.json')[
    'llama'
  ] ?? assert.fail('no case');

const [D, HEADS, SIZE] = [24, 6, 4];

interface Matrix {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** `[inputs, outputs]` as a file has it, `[outputs, inputs]`. */
function turned(name: string, stored: Stored, inputs: number): Matrix {
  const outputs = stored.values.length / inputs;
  const values = tf.tidy(() => tf.tensor(stored.values, [inputs, outputs]).transpose().dataSync());
  return { name, shape: [outputs, inputs], values: values as Float32Array };
}

/** Rows j and j + K/2 of a head, which turn together, side by side, as llama.cpp's converter puts them. */
function paired({ name, shape, values }: Matrix): Matrix {
  const order = Array.from({ length: itemAt(shape, 0) }, (_, row) => {
    const within = row % SIZE;
    return row - within + (within % 2) * (SIZE / 2) + Math.floor(within / 2);
  });
  const rows = order.map((row) => [...values.subarray(row * D, (row + 1) * D)]);
  return { name, shape, values: Float32Array.from(rows.flat()) };
}

function plain(name: string, { shape, values }: Stored): Matrix {
  return { name, shape, values: Float32Array.from(values) };
}

function matrices(): Matrix[] {
  const [embedding, ...rest] = llama.weights as [Stored, ...Stored[]];
  const block = (index: number): Matrix[] => {
    const weights = rest.slice(index * 9, index * 9 + 9) as [Stored, ...Stored[]];
    const at = (i: number) => itemAt(weights, i);
    const name = (part: string) => `blk.${index}.${part}.weight`;
    return [
      plain(name('attn_norm'), at(0)),
      paired(turned(name('attn_q'), at(1), D)),
      paired(turned(name('attn_k'), at(2), D)),
      turned(name('attn_v'), at(3), D),
      turned(name('attn_output'), at(4), HEADS * SIZE),
      plain(name('ffn_norm'), at(5)),
      turned(name('ffn_gate'), at(6), D),
      turned(name('ffn_up'), at(7), D),
      turned(name('ffn_down'), at(8), 11),
    ];
  };
  return [
    plain('token_embd.weight', embedding),
    ...block(0),
    ...block(1),
    plain('output_norm.weight', itemAt(rest, 18)),
  ];
}

const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const f32 = (value: number) => Buffer.from(Float32Array.of(value).buffer);
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

/** A GGUF file of version 3 with these tensors, as float32. */
function gguf(architecture: string, list: Matrix[]): Uint8Array {
  const whole = {
    embedding_length: D,
    block_count: 2,
    feed_forward_length: 11,
    'attention.head_count': HEADS,
    'attention.head_count_kv': 2,
  };
  const real = { 'attention.layer_norm_rms_epsilon': 1e-5, 'rope.freq_base': 100 };
  const pairs = [
    Buffer.concat([text('general.architecture'), u32(8), text(architecture)]),
    ...Object.entries(whole).map(([key, value]) =>
      Buffer.concat([text(`llama.${key}`), u32(4), u32(value)]),
    ),
    ...Object.entries(real).map(([key, value]) =>
      Buffer.concat([text(`llama.${key}`), u32(6), f32(value)]),
    ),
  ];
  let offset = 0;
  const [entries, data]: [Buffer[], Buffer[]] = [[], []];
  for (const { name, shape, values } of list) {
    const sizes = [...shape].reverse().map(u64);
    entries.push(Buffer.concat([text(name), u32(shape.length), ...sizes, u32(0), u64(offset)]));
    const bytes = Buffer.alloc(Math.ceil(values.byteLength / 32) * 32);
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).copy(bytes);
    data.push(bytes);
    offset += bytes.length;
  }
  const counts = [u32(3), u64(list.length), u64(pairs.length)];
  const head = Buffer.concat([Buffer.from('GGUF'), ...counts, ...pairs, ...entries]);
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), ...data]);
}

test('its logits are those of transformers, with the pairs of the file side by side', () => {
  const tensors = tf.memory().numTensors;
  const model = gptFromGguf('test', readGguf(gguf('llama', matrices())));
  tf.tidy(() => {
    const logits = model.predict(tensorOf(llama.tokens, 'int32')) as tf.Tensor;
    assertClose(logits, llama.outputs[0], 2e-5, 'logits');
  });
  model.dispose();
  assert.equal(tf.memory().numTensors, tensors, 'nothing is left behind');
});

test('files of other models, and files that lack something, are refused', () => {
  const load = (architecture: string, list: Matrix[]) => () =>
    gptFromGguf('loadSmolLm', readGguf(gguf(architecture, list)));
  assert.throws(load('gpt2', matrices()), /loadSmolLm: expected a file of architecture llama/);
  const untied = [...matrices(), { ...itemAt(matrices(), 0), name: 'output.weight' }];
  assert.throws(load('llama', untied), /whose output is its embedding/);
  assert.throws(load('llama', matrices().slice(1)), /token_embd.weight/);
});
