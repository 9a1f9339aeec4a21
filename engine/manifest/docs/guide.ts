import type { Manifest } from '../index.ts';
import { accessOf } from './guide/access.ts';
import { afterwards } from './guide/afterwards.ts';
import { connectionOf } from './guide/connection.ts';
import { detailsOf } from './guide/details.ts';
import { mappingOf } from './guide/mapping.ts';
import { document } from './markdown.ts';

const BANNER = '<!-- Generated from manifest.json by `npm run gen`: edit the manifest, never this file. -->';

/** A connector's guide in Markdown, rendered from its manifest: what `mapwright docs` prints and the studio shows. */
export const guideOf = (manifest: Manifest): string =>
  document(
    BANNER,
    `# ${manifest.title}`,
    manifest.about.summary,
    ...detailsOf(manifest),
    ...accessOf(manifest),
    ...connectionOf(manifest),
    ...mappingOf(manifest),
    ...afterwards(manifest),
  );
