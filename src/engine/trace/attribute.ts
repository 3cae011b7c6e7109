/** Attributes of graph nodes, encoded as TensorFlow's `AttrValue` messages. */
import type { NativeAttribute, NativeBinding } from '../binding';
import { floatField, integerField, messageField, stringField, type Encoded } from './protobuf';

/** Numbers of TensorFlow's `DataType`. */
export const DataType = { float: 1, int32: 3, bool: 10, resource: 20 } as const;

/** Makers of single attributes. */
export const attribute = {
  type: (value: number): Encoded => integerField(6, value),
  shape: (shape: number[]): Encoded => messageField(7, shapeMessage(shape)),
  string: (text: string): Encoded => stringField(2, text),
  bool: (value: boolean): Encoded => integerField(5, Number(value)),
  int: (value: number): Encoded => integerField(3, value),
};

/** A set of attributes, as a `NodeDef` has them. */
export function attributeFields(attributes: Record<string, Encoded>): Encoded {
  return Object.entries(attributes).flatMap(([key, value]) =>
    messageField(5, [...stringField(1, key), ...messageField(2, value)]),
  );
}

/** A `TensorShapeProto`. */
export function shapeMessage(shape: number[]): Encoded {
  return shape.flatMap((size) => messageField(2, integerField(1, size)));
}

function listAttribute(values: Encoded[]): Encoded {
  return messageField(1, values.flat());
}

/** An attribute of a recorded operation. @throws Error for types that no recorded operation has */
export function encodeAttribute(
  binding: NativeBinding,
  { name, type, value }: NativeAttribute,
): Encoded {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      if (Array.isArray(value))
        return listAttribute(value.map((item) => integerField(6, Number(item))));
      return attribute.type(value as number);
    case binding.TF_ATTR_BOOL:
      if (Array.isArray(value))
        return listAttribute(value.map((item) => integerField(5, Number(item))));
      return attribute.bool(Boolean(value));
    case binding.TF_ATTR_INT:
      if (Array.isArray(value))
        return listAttribute(value.map((item) => integerField(3, Number(item))));
      return attribute.int(Number(value));
    case binding.TF_ATTR_FLOAT:
      if (Array.isArray(value))
        return listAttribute(value.map((item) => floatField(4, Number(item))));
      return floatField(4, Number(value));
    case binding.TF_ATTR_STRING:
      if (Array.isArray(value))
        return listAttribute(value.map((item) => stringField(2, String(item))));
      return attribute.string(String(value));
    case binding.TF_ATTR_SHAPE:
      return attribute.shape(value as number[]);
    default:
      throw new Error(`the attribute ${name} has a type that graphs are not built with (${type})`);
  }
}
