import { createHash } from 'node:crypto';
import type { Json } from '../../../engine/base/json/index.ts';
import type { PageFacts } from '../../../engine/pipeline/pagination/index.ts';

let serial = 0;

const fresh = (): string => {
  serial += 1;
  return `page-${serial}`;
};

/** A page of a made-up vendor; its content is unlike that of any other page unless `fingerprint` says so. */
export const createPage = (facts: Partial<PageFacts> = {}): PageFacts => ({
  envelope: {},
  headers: {},
  itemsSeen: 10,
  url: 'https://vendor.example/v1/things?a=1',
  fingerprint: fresh(),
  ...facts,
});

/** The fingerprint of a content. */
export const fingerprintContent = (content: Json): string =>
  createHash('sha1').update(JSON.stringify(content)).digest('base64url');
