/** What the process of `startServer` runs: waits for its order, serves, and stops on SIGTERM. */
import { ready } from '../engine';
import { loadModel } from './saved-model';
import { servePredictions } from './serve';
import type { Order, Reply } from './server-process';

const reply = (message: Reply): void => {
  process.send?.(message);
};

async function obey({ folder, options }: Order): Promise<void> {
  await ready();
  const { model, card } = await loadModel(folder);
  const { input, output, labels } = card;
  const server = await servePredictions(model, {
    ...options,
    ...{ input, output },
    ...(labels && { labels }),
  });
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.on('SIGINT', () => undefined); // an interrupt is meant for the notebook's cell
  reply({ url: server.url });
}

// Whoever started it has gone: nobody will stop it.
process.once('disconnect', () => process.exit(1));
process.once('message', (order) => {
  obey(order as Order).catch((error: unknown) =>
    reply({ error: error instanceof Error ? error.message : String(error) }),
  );
});
