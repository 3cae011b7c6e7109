/** What the kernel does for TensorFlow.js: it stops a running `fit`, tidies up after a stop by force, and saves memory. */
import type { Interrupts } from './interrupt';

interface Engine {
  state: { scopeStack: unknown[]; activeScope: unknown };
  endScope(): void;
  /** Backends by name; that of tfjs-node has a binding, which `scripts/setup/native` extends. */
  registry: Record<string, { binding?: { releaseFreeMemory?(): void } } | undefined>;
}

interface Trainable {
  stopTraining: boolean;
}

type Fit = (this: Trainable, ...args: unknown[]) => Promise<unknown>;

/** Lets an interrupt reach the training of any model. */
export function stopFitOnInterrupt(layers: Record<string, unknown>, interrupts: Interrupts): void {
  const model = layers['LayersModel'] as { prototype: Record<string, Fit | undefined> } | undefined;
  for (const name of ['fit', 'fitDataset']) {
    const original = model?.prototype[name];
    if (!model || !original) continue;
    model.prototype[name] = async function (...args) {
      let timer: ReturnType<typeof setInterval> | undefined;
      const stop = (): void => {
        this.stopTraining = true;
      };
      const unsubscribe = interrupts.onInterrupt(() => {
        stop();
        // `fit` clears the mark when its loop begins, which may be later than this.
        timer = setInterval(stop, 10);
      });
      try {
        return await original.apply(this, args);
      } finally {
        unsubscribe();
        clearInterval(timer);
      }
    };
  }
}

function engine(): Engine | undefined {
  return (globalThis as { _tfengine?: Engine })._tfengine;
}

/** How many scopes (`tf.tidy`) are open. */
export function openScopes(): number {
  return engine()?.state.scopeStack.length ?? 0;
}

/** Closes the scopes that code stopped by force has left open, and forgets its unfinished gradients. */
export function closeScopes(downTo: number): void {
  const tensorflow = engine();
  if (!tensorflow) return;
  const { state } = tensorflow;
  // The stop may have come between a change of the stack and that of the active scope.
  const activateTop = (): void => {
    state.activeScope = state.scopeStack.at(-1) ?? null;
  };
  while (state.scopeStack.length > downTo) {
    activateTop();
    tensorflow.endScope();
  }
  activateTop();
  Object.assign(state, { gradientDepth: 0, kernelDepth: 0, activeTape: null });
}

/**
 * Gives memory that a cell has freed back to the system. The C library keeps it otherwise, for itself: of the gigabyte
 * that one cell needed the next one may use only pieces.
 */
export function releaseFreeMemory(): void {
  engine()?.registry['tensorflow']?.binding?.releaseFreeMemory?.();
}
