import { createSandbox, HERE, type Place, type Sandbox } from '../workbench/sandbox/index.ts';
import { catalogueIds } from './catalogue.ts';
import type { Judge } from './load-connector.ts';

/** A command that a stranger's manifest holds up ends within two seconds of its start; slow machines get one for the work. */
const DEADLINE_MS = 1_900;
const LEAST_MS = 1_000;
const MEMORY_MB = 256;

/** Where each connector's manifest is judged and evaluated: one of the catalogue here, a stranger's in a sandbox. */
export interface Places extends Disposable {
  of(connector: string): Promise<Place>;
}

/** Judges manifests at a place. */
export const judgeAt =
  (place: Place): Judge =>
  (text) =>
    place.call('validate', { text });

/** Made anew for a command; the sandbox is started when the first stranger is met. */
export function createPlaces(): Places {
  let sandbox: Sandbox | undefined;
  const limits = {
    memoryMb: MEMORY_MB,
    get deadlineMs() {
      return Math.max(LEAST_MS, DEADLINE_MS - performance.now());
    },
  };
  return {
    async of(connector) {
      if ((await catalogueIds()).includes(connector)) return HERE;
      sandbox ??= createSandbox(limits);
      return sandbox;
    },
    [Symbol.dispose]: () => sandbox?.close(),
  };
}
