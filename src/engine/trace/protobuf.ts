/**
 * Writes the few protocol-buffer messages that make up a TensorFlow graph.
 * @see https://protobuf.dev/programming-guides/encoding
 * @see https://github.com/tensorflow/tensorflow/tree/v2.21.0/tensorflow/core/framework
 */

/** An encoded message, or a piece of one. */
export type Encoded = Uint8Array[];

function varint(value: number): Uint8Array {
  // Negative numbers are written as 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return new Uint8Array(bytes);
}

function smallVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

const VARINT = 0;
const BYTES = 2;
const FLOAT32 = 5;

function tag(field: number, type: number): number[] {
  return smallVarint(field * 8 + type);
}

/** A whole number, also for enumerations and truth values. */
export function integerField(field: number, value: number): Encoded {
  const head = tag(field, VARINT);
  if (value >= 0 && Number.isSafeInteger(value))
    return [new Uint8Array([...head, ...smallVarint(value)])];
  return [new Uint8Array(head), varint(value)];
}

/** A 32-bit float. */
export function floatField(field: number, value: number): Encoded {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [new Uint8Array([...tag(field, FLOAT32), ...bytes])];
}

function sized(field: number, length: number): Uint8Array {
  return new Uint8Array([...tag(field, BYTES), ...smallVarint(length)]);
}

/** Raw bytes. */
export function bytesField(field: number, bytes: Uint8Array): Encoded {
  return [sized(field, bytes.length), bytes];
}

/** Text. */
export function stringField(field: number, text: string): Encoded {
  return bytesField(field, Buffer.from(text));
}

/** A message inside a message. */
export function messageField(field: number, message: Encoded): Encoded {
  const length = message.reduce((sum, { length: size }) => sum + size, 0);
  return [sized(field, length), ...message];
}

/** Joins pieces. */
export function join(encoded: Encoded): Uint8Array {
  return Buffer.concat(encoded);
}
