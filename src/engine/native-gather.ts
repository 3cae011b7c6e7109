/**
 * Gather without reading its indices back into JavaScript.
 *
 * The kernel of tfjs-node fetches every index to check it against the axis, which costs a copy per call and
 * cannot be recorded. TensorFlow's own operation makes the same check.
 */
import type { NativeAttribute, NativeBackend } from './binding';
import { nativeBackend } from './backend';
import { tf } from './tensorflow';

interface GatherCall {
  inputs: { x: tf.TensorInfo; indices: tf.TensorInfo };
  attrs: { axis: number; batchDims: number };
  backend: NativeBackend & { getDTypeInteger(dtype: tf.DataType): number };
}

function gather({ inputs: { x, indices }, attrs, backend }: GatherCall): tf.TensorInfo {
  const { TF_ATTR_INT, TF_ATTR_TYPE } = backend.binding;
  const type = (name: string, dtype: tf.DataType): NativeAttribute => ({
    name,
    type: TF_ATTR_TYPE,
    value: backend.getDTypeInteger(dtype),
  });
  const attributes = [
    { name: 'batch_dims', type: TF_ATTR_INT, value: attrs.batchDims },
    type('Tparams', x.dtype),
    type('Tindices', indices.dtype),
    type('Taxis', 'int32'),
  ];
  const axis = tf.scalar(attrs.axis, 'int32');
  const [result] = backend.executeMultipleOutputs('GatherV2', attributes, [x, indices, axis], 1);
  axis.dispose();
  return result as tf.Tensor;
}

if (nativeBackend()) {
  tf.unregisterKernel('GatherV2', 'tensorflow');
  tf.registerKernel({
    kernelName: 'GatherV2',
    backendName: 'tensorflow',
    kernelFunc: (call) => gather(call as unknown as GatherCall),
  });
}
