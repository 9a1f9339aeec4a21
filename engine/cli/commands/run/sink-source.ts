import { resolve } from 'node:path';
import type { JsonObject } from '../../../base/json/index.ts';
import { openSettings } from '../../../manifest/index.ts';
import type { SinkSource } from '../../../pipeline/sink/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import type { ConnectedConnector } from '../../config/connect.ts';
import type { Options } from '../../options.ts';

/** Builds the description of a run's source for the sinks: connector and configuration, without secrets. */
export async function buildSinkSource(
  { loaded, config }: ConnectedConnector,
  runId: string,
  options: Options,
): Promise<SinkSource> {
  const { manifest, given, folder } = loaded;
  return {
    runId,
    id: manifest.id,
    connector: (await listConnectorIds()).includes(given) ? given : resolve(folder),
    version: manifest.version,
    settings: openSettings(manifest, config.settings),
    filters: { ...config.filters },
    select: { ...config.select } as JsonObject,
    partial: options.select !== undefined,
  };
}
