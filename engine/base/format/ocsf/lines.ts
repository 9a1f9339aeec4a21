import type { JsonObject } from '../../json/index.ts';
import { ndjsonLine } from '../lines.ts';
import { buildEvent } from './event.ts';

/** Formats the findings of an asset, given as JSON texts, as one event per line. */
export async function* ocsfLines(
  asset: JsonObject,
  findings: AsyncIterable<string> | Iterable<string>,
  at: number,
): AsyncGenerator<string> {
  for await (const finding of findings)
    yield ndjsonLine(buildEvent({ finding: JSON.parse(finding) as JsonObject, asset, at }));
}
