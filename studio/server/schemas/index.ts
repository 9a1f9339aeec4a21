import { CATALOGUE_SCHEMAS } from './catalogue.ts';
import { CHECK_SCHEMAS } from './checks.ts';
import { CONNECTION_SCHEMAS } from './connections.ts';
import { DRAFT_SCHEMAS } from './drafts.ts';
import { INVENTORY_SCHEMAS } from './inventory.ts';
import { MAP_SCHEMAS } from './maps.ts';
import { PREVIEW_SCHEMAS } from './preview.ts';
import { PROBLEM_SCHEMAS } from './problem.ts';
import { PUBLISHED_SCHEMAS } from './published.ts';
import { READ_SCHEMAS } from './reads.ts';
import { RUN_SCHEMAS } from './runs.ts';
import type { NamedSchema } from './schema.ts';

export { type NamedSchema, refTo } from './schema.ts';

/** All schemas of the API. They validate requests, describe the API, and generate the types of the page's client. */
export const SCHEMAS: readonly NamedSchema[] = [
  ...PROBLEM_SCHEMAS,
  ...PREVIEW_SCHEMAS,
  ...CATALOGUE_SCHEMAS,
  ...DRAFT_SCHEMAS,
  ...CHECK_SCHEMAS,
  ...PUBLISHED_SCHEMAS,
  ...CONNECTION_SCHEMAS,
  ...MAP_SCHEMAS,
  ...READ_SCHEMAS,
  ...RUN_SCHEMAS,
  ...INVENTORY_SCHEMAS,
];
