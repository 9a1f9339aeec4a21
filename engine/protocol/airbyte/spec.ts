import type { JsonObject } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { buildConfigSchema } from '../sync/index.ts';

/** Version of the Airbyte protocol that the messages follow. */
const PROTOCOL_VERSION = '0.18.0';

/** Builds the specification of a connector as an Airbyte source. */
export const buildSpec = (manifest: Manifest): JsonObject => ({
  connectionSpecification: buildConfigSchema(manifest, { airbyte_secret: true }),
  supportsIncremental: Object.values(manifest.streams).some(({ incremental }) => incremental !== undefined),
  supported_destination_sync_modes: [],
  protocol_version: PROTOCOL_VERSION,
});
