import { engineError } from '../../../base/errors/index.ts';
import type { ObservedExchange } from '../described.ts';
import type { OmittedPart } from '../report.ts';
import { parseCurlWords } from './options.ts';
import { toCurlRequest } from './request.ts';
import { splitCommands } from './words.ts';

/** Requests of curl commands, and what could not be read. */
export interface CurlSource {
  readonly exchanges: readonly ObservedExchange[];
  readonly omitted: readonly OmittedPart[];
  readonly isDigest: boolean;
}

const MOST_CHARACTERS = 4 << 20;
const FORM =
  'a curl command in quotes, such as \'curl https://api.acme.example/v1/users -H "Authorization: Bearer …"\', or - for standard input';

const fail = (reason: string): Error => engineError('IMPORT_UNREADABLE', { source: 'the command', form: FORM, reason });

/** Parses one or more curl commands, as browsers and API documentation write them. Throws IMPORT_UNREADABLE. */
export function readCurl(text: string): CurlSource {
  if (text.length > MOST_CHARACTERS) throw fail(`it has more than ${MOST_CHARACTERS} characters`);
  const commands = splitCommands(text.trim());
  if (commands === undefined) throw fail('a quote is not closed');
  const calls = commands
    .map((words) => words.slice(words[0] === '$' ? 1 : 0))
    .filter(([first = '']) => /^(?:.*[\\/])?curl(?:\.exe)?$/i.test(first));
  if (calls.length === 0) throw fail('it does not begin with curl');
  const exchanges: ObservedExchange[] = [];
  const omitted: OmittedPart[] = [];
  let isDigest = false;
  for (const [at, words] of calls.entries()) {
    const read = toCurlRequest(parseCurlWords(words.slice(1)));
    if ('problem' in read) throw fail(calls.length > 1 ? `command ${at + 1}: ${read.problem}` : read.problem);
    exchanges.push({ from: `/${at}`, request: read.request });
    omitted.push(...read.omitted.map((reason) => ({ part: 'part of the request', from: `/${at}`, reason })));
    isDigest ||= read.isDigest;
  }
  return { exchanges, omitted, isDigest };
}
