/** Between a running training and its checkpoint file: what is saved, and how it is taken up again. */
import { tf } from '../../engine';
import {
  checkIdentity,
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type CheckpointHeader,
  type CheckpointTensor,
  type RunIdentity,
} from './checkpoint';
import { readOptimizer, writeOptimizer } from '../optimizers/state';
import type { CheckpointOptions } from '../options';
import { readTensor, toTensor } from '../saved-tensors';
import { sizeOf } from '../step';
import type { Parts } from './setup';

/** Saves and restores one run. */
export class Resumer {
  private readonly identity: RunIdentity;
  readonly everyEpochs: number;

  constructor(
    private readonly options: CheckpointOptions,
    private readonly model: tf.LayersModel,
    private readonly parts: Parts,
    batchSize: number,
  ) {
    this.everyEpochs = options.everyEpochs ?? 1;
    this.identity = {
      examples: sizeOf(parts.training),
      batchSize,
      optimizer: parts.optimizer.getClassName(),
      weights: model
        .getWeights()
        .map(({ shape }) => `[${shape.join(', ')}]`)
        .join(' '),
    };
  }

  /** The earlier run's checkpoint, checked, or `undefined` when there is none to continue. */
  find(): Checkpoint | undefined {
    if (this.options.resume === false) return undefined;
    const found = readCheckpoint(this.options.path);
    if (found) checkIdentity(this.options.path, this.identity, found.header.identity);
    return found;
  }

  /**
   * Writes the run's state, then puts the very same state back: what the engine holds in other units or
   * order is rounded alike in the run that goes on and in one that starts from the file.
   */
  save(header: Omit<CheckpointHeader, 'identity' | 'counters' | 'earlyStopping'>): void {
    this.parts.step.sync();
    const { slots, counters } = readOptimizer(this.parts.optimizer);
    const { earlyStopping } = this.parts;
    const tensors: CheckpointTensor[] = [
      ...this.copies('weights', this.model.getWeights()),
      ...slots.map((slot) => ({ ...slot, group: 'optimizer' as const })),
      ...this.copies('best', earlyStopping?.weights ?? []),
    ];
    const { identity } = this;
    const full = { ...header, identity, counters, earlyStopping: earlyStopping?.state ?? null };
    writeCheckpoint(this.options.path, { header: full, tensors });
    this.restore({ header: full, tensors });
  }

  /** Puts weights, optimizer and early stopping back to a checkpoint's state. */
  restore({ header, tensors }: Checkpoint): void {
    const { earlyStopping, optimizer } = this.parts;
    const group = (name: CheckpointTensor['group']): CheckpointTensor[] =>
      tensors.filter((tensor) => tensor.group === name);
    tf.tidy(() => this.model.setWeights(group('weights').map(toTensor)));
    writeOptimizer(optimizer, { slots: group('optimizer'), counters: header.counters });
    if (!earlyStopping || !header.earlyStopping) return;
    earlyStopping.state = header.earlyStopping;
    earlyStopping.setWeights(group('best').map(toTensor));
  }

  private copies(group: 'weights' | 'best', tensors: tf.Tensor[]): CheckpointTensor[] {
    return tensors.map((tensor, i) => ({ ...readTensor(String(i), tensor), group, path: '' }));
  }
}
