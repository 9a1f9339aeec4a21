import { airbyteCdk } from './airbyte-cdk/tool.ts';
import { benthos } from './benthos/tool.ts';
import { dlt } from './dlt/tool.ts';
import { mapwright } from './mapwright/tool.ts';
import { node } from './node/tool.ts';
import { python } from './python/tool.ts';
import { singerSdk } from './singer-sdk/tool.ts';
import type { Tool } from './tool.ts';

/** All tools by the name of their folder. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  mapwright,
  node,
  python,
  benthos,
  'singer-sdk': singerSdk,
  dlt,
  'airbyte-cdk': airbyteCdk,
};
