import type { Manifest } from '../../manifest/index.ts';
import { buildConfigSchema } from '../sync/index.ts';

const CAPABILITIES = ['about', 'activate-version', 'catalog', 'discover', 'state'];

/** Describes a connector as a tap, in the form of the Meltano SDK's `--about --format=json`. */
export const formatAbout = (manifest: Manifest): string =>
  `${JSON.stringify(
    {
      name: `tap-${manifest.id}`,
      description: manifest.title,
      version: manifest.version,
      capabilities: CAPABILITIES,
      settings: buildConfigSchema(manifest, { secret: true, writeOnly: true }),
    },
    null,
    2,
  )}\n`;
