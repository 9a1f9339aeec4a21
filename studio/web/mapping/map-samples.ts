import { api } from '../api/client.ts';
import { connections, runs } from '../api/platform.ts';
import type { Connection, ConnectorResponse, RunSample } from '../api/types.generated.ts';
import { formatCount } from '../components/format-count.ts';
import { formatLocal } from '../components/format-time.ts';

/** Origin of a sample: a recorded case, the last run of a connection, or the items that a run rejected. */
export interface MapSample {
  /** Name in the URL. */
  readonly name: string;
  readonly title: string;
  /** Run that read the items; absent for recorded cases. */
  readonly run?: { readonly id: string; readonly at: number | null };
  /** The connection's secrets are redacted. */
  readonly isRedacted?: true;
  readonly load: () => Promise<string>;
}

/** Name of a custom sample, which stays in this tab session and is never shared. */
export const OWN_SAMPLE = 'own';

const REJECTS = /^rejects:([^:]+):(\d+)$/;

/** Returns the name of the sample that contains the items of a run that were rejected for the same cause as a reject. */
export const formatRejectsName = (run: string, reject: number): string => `rejects:${run}:${reject}`;

/** Returns the run whose rejects a sample contains. */
export const readRejectsRun = (name: string): string | undefined => REJECTS.exec(name)?.[1];

const toText = async (response: Promise<{ readonly text: string }>): Promise<string> => (await response).text;

/** Lists the recorded pages that a map reads; all pages if there are none. */
export function listRecordedSamples({ connector, samples }: ConnectorResponse, map: string): readonly MapSample[] {
  const fitting = samples.filter(({ maps }) => maps.includes(map));
  return (fitting.length > 0 ? fitting : samples).map(({ name, title }) => ({
    ...{ name, title },
    load: () => toText(api.sample(connector.id, name)),
  }));
}

const formatRunTitle = ({ name }: Connection, { stream, items, run }: RunSample): string =>
  `Last run of ${name}, ${run.startedAt === null ? 'not started' : formatLocal(run.startedAt)}: ${stream}, ${formatCount(items, 'item')}`;

/** Lists the items that the last run of a connection read for a map. */
export async function listRunSamples(connection: Connection, map: string): Promise<readonly MapSample[]> {
  const { samples } = await connections.samples(connection.id);
  return samples
    .filter(({ maps }) => maps.includes(map))
    .map((sample) => ({
      name: `run:${connection.id}:${sample.name}`,
      title: formatRunTitle(connection, sample),
      run: { id: sample.run.id, at: sample.run.startedAt },
      isRedacted: true,
      load: () => toText(connections.sample(connection.id, sample.name)),
    }));
}

/** Returns the sample of rejected items that a name in the URL stands for. */
export function findRejectsSample(name: string): MapSample | undefined {
  const [, run, reject] = REJECTS.exec(name) ?? [];
  if (run === undefined || reject === undefined) return undefined;
  return {
    name,
    title: `Rejected by run ${run.slice(0, 8)}`,
    run: { id: run, at: null },
    isRedacted: true,
    load: () => toText(runs.rejectSample(run, Number(reject))),
  };
}

/** Returns the sample with a name, or else the first one. */
export const findSample = (samples: readonly MapSample[], name: string): MapSample | undefined =>
  samples.find((one) => one.name === name) ?? samples[0];

/** Starts to load a sample; the first call of its `load` returns the result. */
export function startLoading(sample: MapSample): MapSample {
  let started: Promise<string> | undefined = sample.load();
  // An error is reported by the caller of `load`.
  started.catch(() => undefined);
  return {
    ...sample,
    load() {
      const text = started ?? sample.load();
      started = undefined;
      return text;
    },
  };
}
