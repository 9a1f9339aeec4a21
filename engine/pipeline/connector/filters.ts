import { engineError } from '../../base/errors/index.ts';
import { findFilterProblem, formatSuggestion, type Manifest } from '../../manifest/index.ts';

/** The user's filters, checked before anything is sent. Throws FILTER_UNKNOWN, FILTER_MALFORMED. */
export function compileFilters(
  { filters: specs = {} }: Manifest,
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const known = Object.keys(specs);
  for (const [stream, text] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, stream) ? specs[stream] : undefined;
    if (!spec)
      throw engineError('FILTER_UNKNOWN', {
        stream,
        streams: known.join(', '),
        meant: formatSuggestion(stream, known),
      });
    const problem = findFilterProblem(spec.syntax, text);
    if (problem)
      throw engineError('FILTER_MALFORMED', {
        stream,
        syntax: spec.syntax,
        example: spec.examples[0] ?? '',
        ...problem,
      });
  }
  return given;
}
