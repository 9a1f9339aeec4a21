import { createHash } from 'node:crypto';
import type { Json } from '../../../engine/base/json/index.ts';
import type { PageFacts } from '../../../engine/pipeline/pagination/index.ts';

let serial = 0;

const fresh = (): string => {
  serial += 1;
  return `page-${serial}`;
};

/** Creates a page of a simulated vendor; its content is unique unless `fingerprint` is set. */
export const createPage = (facts: Partial<PageFacts> = {}): PageFacts => ({
  envelope: {},
  headers: {},
  itemsSeen: 10,
  url: 'https://vendor.example/v1/things?a=1',
  fingerprint: fresh(),
  ...facts,
});

/** Returns the fingerprint of a content. */
export const fingerprintContent = (content: Json): string =>
  createHash('sha1').update(JSON.stringify(content)).digest('base64url');
