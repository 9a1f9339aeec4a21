import type { Manifest } from '../index.ts';
import { renderAccess } from './guide/access.ts';
import { renderAfterSetup } from './guide/after-setup.ts';
import { renderConnection } from './guide/connection.ts';
import { renderDetails } from './guide/details.ts';
import { renderMapping } from './guide/mapping.ts';
import { formatDocument } from './markdown.ts';

const BANNER = '<!-- Generated from manifest.json by `npm run gen`: edit the manifest, never this file. -->';

/** Renders a connector's guide in Markdown from its manifest. Printed by `mapwright docs` and displayed in the studio. */
export const renderGuide = (manifest: Manifest): string =>
  formatDocument(
    BANNER,
    `# ${manifest.title}`,
    manifest.about.summary,
    ...renderDetails(manifest),
    ...renderAccess(manifest),
    ...renderConnection(manifest),
    ...renderMapping(manifest),
    ...renderAfterSetup(manifest),
  );
