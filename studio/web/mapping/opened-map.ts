import { ApiError, api } from '../api/client.ts';
import { connections, maps, runs } from '../api/platform.ts';
import type { Connection, ConnectorResponse, TransformMap } from '../api/types.generated.ts';
import { location, navigate, readQueryParameter } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import {
  findRejectsSample,
  findSample,
  listRecordedSamples,
  listRunSamples,
  type MapSample,
  OWN_SAMPLE,
  readRejectsRun,
  startLoading,
} from './map-samples.ts';
import { fromFragment } from './share.ts';
import { openOwnSample } from './stored.ts';

/** Map that an editor opens. */
export interface MapRef {
  readonly connector: string;
  /** Name in the manifest. */
  readonly map: string;
  /** Id of the custom map that replaces it; '' for the default. */
  readonly custom: string;
  /** Connection whose last run is the sample; '' for none. */
  readonly connection: string;
}

/** Map with everything that its editor needs. */
export interface OpenedMap {
  readonly connector: ConnectorResponse;
  readonly map: string;
  readonly custom: TransformMap | undefined;
  /** Maps of the connector: the defaults, and the custom ones. */
  readonly maps: readonly TransformMap[];
  /** Connections of the connector. */
  readonly connections: readonly Connection[];
  /** Connection for which the map is edited. */
  readonly connection: Connection | undefined;
  readonly samples: readonly MapSample[];
  /** Custom sample, if it is the one to show. */
  readonly ownSample: string | undefined;
  /** Run whose rejects the sample contains, if they can be mapped again. */
  readonly rejectedBy: string | undefined;
  /** Manifest of a shared link. */
  readonly shared: string | undefined;
}

/** Connections whose last runs are offered as samples. */
const MAX_CONNECTIONS = 5;

/** Reads the manifest of a shared link, and removes it from the URL. */
async function takeShared(): Promise<string | undefined> {
  const { hash } = location.peek();
  const shared = await fromFragment(hash);
  if (hash !== '') navigate(`${location.peek().pathname}${location.peek().search}`, { replace: true });
  if (hash !== '' && shared === undefined)
    showToast('The manifest in the link is invalid. The link may be incomplete.', { tone: 'bad' });
  return shared;
}

function findCustom(all: readonly TransformMap[], { map, custom }: MapRef): TransformMap | undefined {
  if (custom === '') return undefined;
  const found = all.find((one) => one.id === custom && one.map === map);
  if (found) return found;
  throw new ApiError(404, {
    code: 'MAP_UNKNOWN',
    message: `Custom map “${custom}” of ${map} not found.`,
    fix: 'It may have been deleted. Open the default map.',
  });
}

/** Returns the samples of the connection first, or of all connections after the recorded ones. Starts to load the one that is shown. */
async function listSamples(
  connector: ConnectorResponse,
  { map, connection }: MapRef,
  all: readonly Connection[],
): Promise<readonly MapSample[]> {
  const [own, others] = [all.filter(({ id }) => id === connection), all.filter(({ id }) => id !== connection)];
  const read = (some: readonly Connection[]) =>
    Promise.all(
      some.slice(0, MAX_CONNECTIONS).map(async (one) => (await runAndReport(() => listRunSamples(one, map))) ?? []),
    );
  const [first, last] = [await read(own), await read(others)];
  const rejects = findRejectsSample(readQueryParameter('sample'));
  const samples = [
    ...(rejects ? [rejects] : []),
    ...first.flat(),
    ...listRecordedSamples(connector, map),
    ...last.flat(),
  ];
  const requested = readQueryParameter('sample');
  const shown = requested === OWN_SAMPLE ? undefined : findSample(samples, requested);
  return samples.map((one) => (one === shown ? startLoading(one) : one));
}

async function findRejectedBy(): Promise<string | undefined> {
  const run = readRejectsRun(readQueryParameter('sample'));
  const response = run === undefined ? undefined : await runAndReport(() => runs.show(run));
  return response?.may.remap ? run : undefined;
}

/** Loads a map with its samples. Rejects with an ApiError. */
export async function openMap(ref: MapRef): Promise<OpenedMap> {
  const [connector, shared, all, listed] = await Promise.all([
    api.connector(ref.connector),
    takeShared(),
    // A connector with an invalid manifest has no maps to list; the editor shows its problems.
    maps.list(ref.connector).catch(() => ({ maps: [] })),
    runAndReport(connections.list),
  ]);
  const users = (listed?.connections ?? []).filter((one) => one.connector === connector.connector.id);
  return {
    ...{ connector, shared, map: ref.map, maps: all.maps, connections: users },
    custom: findCustom(all.maps, ref),
    connection: users.find(({ id }) => id === ref.connection),
    samples: await listSamples(connector, ref, users),
    ownSample: await openOwnSample(ref.connector, ref.map),
    rejectedBy: await findRejectedBy(),
  };
}
