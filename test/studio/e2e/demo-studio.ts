import { join } from 'node:path';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { startDemo } from '../../../studio/demo/index.ts';
import { CONNECTORS } from '../../manifests/connectors.ts';
import { ROOT } from '../server/test-studio.ts';
import { type OpenedStudio, openStudio } from './open-studio.ts';

/** Demo studio with a browser: simulated vendors, two connections, and a run that starts immediately. */
export interface DemoStudio extends OpenedStudio {
  readonly store: Store;
}

const PLACES = CONNECTORS.map((id) => ({
  file: join(ROOT, 'manifests', id, 'manifest.json'),
  origin: 'catalogue' as const,
}));

/** Starts the demo. The small default number of findings keeps the run short. */
export async function openDemo(findings = 120): Promise<DemoStudio> {
  const demo = await startDemo(PLACES, 7, findings);
  const store = await openStore(demo.store);
  const studio = await openStudio({
    manifests: demo.manifests,
    demo: true,
    start: demo.start,
    allowPrivate: demo.origins,
    worker: true,
    store,
    brought: demo.connect,
  });
  return {
    ...studio,
    store,
    async close() {
      await studio.close();
      await demo.close();
    },
  };
}
