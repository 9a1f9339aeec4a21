import type { JsonObject } from '../../../base/json/index.ts';
import { addBaseUrl, assembleConnector } from '../assemble/manifest.ts';
import { createSettingTable, type SettingTable } from '../assemble/settings.ts';
import type { ObservedExchange, Operation } from '../described.ts';
import { checkImport, type ImportedCase, type ImportedConnector } from '../imported.ts';
import { formatNote } from '../proposal.ts';
import type { OmittedPart } from '../report.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { buildAuth, type ObservedAuth } from './auth.ts';
import { type Credential, credentialKey, findCredentials } from './credentials.ts';
import { findLogin, type LoginContext, type ObservedLogin } from './login.ts';
import { listObservedOperations, type ObservedOperation } from './operations.ts';
import { addSamples, recordCase } from './record-case.ts';

/** Requests to import, with what the reader of the source could not represent. */
export interface ObservedSource {
  readonly exchanges: readonly ObservedExchange[];
  readonly omitted?: readonly OmittedPart[];
  readonly isDigest?: boolean;
}

export interface ObservedOptions {
  readonly id: string;
  readonly title: string;
  /** Kind of the source, for the summary: "a HAR file". */
  readonly source: string;
}

const getOrigin = ({ request }: ObservedExchange): string => new URL(request.url).origin;

/** Returns the origin of the most requests. */
function findMainOrigin(exchanges: readonly ObservedExchange[]): string {
  const counted = [...Map.groupBy(exchanges, getOrigin)].map(([origin, all]) => [origin, all.length] as const);
  return counted.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** Returns the host of the requests as a title: `api.acme.example`. */
export const findHost = (exchanges: readonly ObservedExchange[]): string =>
  URL.parse(findMainOrigin(exchanges))?.hostname ?? 'api';

/** Returns each credential once, and what cannot be represented. */
function collectCredentials(exchanges: readonly ObservedExchange[], reporter: Reporter): Credential[] {
  const found = new Map<string, Credential>();
  const problems = new Set<string>();
  for (const { request } of exchanges) {
    const { credentials, problems: some } = findCredentials(request);
    for (const one of credentials) if (!found.has(credentialKey(one))) found.set(credentialKey(one), one);
    for (const problem of some) problems.add(problem);
  }
  for (const reason of problems) reporter.omit({ part: 'authentication', reason });
  const all = [...found.values()];
  const others = all.filter(({ kind }) => kind !== 'cookies');
  return others.length > 0 ? others : all;
}

interface AuthResult {
  readonly auth: JsonObject;
  readonly login?: ObservedLogin | undefined;
}

const EXPIRING = 'the cookies of a browser session, which expires: use an API key if the vendor has them';

/** Reports whether a request sends a password: its response may contain a session, and no data. */
const isLogin = ({ request }: ObservedExchange): boolean =>
  findCredentials(request).credentials.some(
    (one) => (one.kind === 'json' || one.kind === 'form') && /pass|pwd|secret/i.test(one.name),
  );

function reportAuth({ parts }: ObservedAuth, login: ObservedLogin | undefined, reporter: Reporter): void {
  const to = '/auth';
  if (login) reporter.translate({ part: `authentication: login by ${login.part}`, to, from: login.exchange.from });
  else if (parts.length === 0)
    reporter.propose(
      { part: 'authentication: none', to },
      { confidence: 'medium', reason: 'requests without credentials' },
    );
  else {
    const isSession = parts.some((part) => part.startsWith('cookies'));
    reporter.propose(
      { part: `authentication: ${parts.join(', ')}`, to },
      isSession ? { confidence: 'low', reason: EXPIRING } : { confidence: 'high', reason: 'the requests' },
    );
  }
}

interface AuthContext extends LoginContext {
  readonly reporter: Reporter;
  readonly isDigest: boolean;
}

/** Finds the login of the first credential that a response returned. */
function findFirstLogin(
  exchanges: readonly ObservedExchange[],
  credentials: readonly Credential[],
  context: LoginContext,
) {
  for (const credential of credentials) {
    const login = findLogin(exchanges, credential, context);
    if (login) return { login, credential };
  }
  return undefined;
}

function proposeAuth(exchanges: readonly ObservedExchange[], context: AuthContext): AuthResult {
  const { reporter, settings, isDigest } = context;
  const data = exchanges.filter((one) => !isLogin(one));
  const credentials = collectCredentials(data.length > 0 ? data : exchanges, reporter);
  const found = findFirstLogin(exchanges, credentials, context);
  // Apart from the session, only keys in headers are kept: browsers send other values that look like credentials.
  const own = found ? credentials.filter((one) => one !== found.credential && one.kind === 'header') : credentials;
  const built = buildAuth(own, settings, isDigest);
  reportAuth(built, found?.login, reporter);
  if (found) {
    const { auth } = found.login;
    return { login: found.login, auth: own.length === 0 ? auth : { type: 'all', auths: [auth, built.auth] } };
  }
  const isSession = credentials.some(({ kind }) => kind === 'cookies');
  return { auth: { ...built.auth, ...(isSession ? { note: formatNote(EXPIRING) } : {}) } };
}

/** Returns the template of a placeholder without a parent: the first value that was observed, or a setting. */
const createFallback =
  (settings: SettingTable, reporter: Reporter) =>
  (placeholder: string, operation: Operation): string => {
    const values = operation.placeholders?.[placeholder] ?? [];
    const [first] = values;
    if (first === undefined)
      return `{{settings.${settings.add(placeholder, { description: `Value of {${placeholder}} in the paths of requests.` })}}}`;
    const reason =
      values.length > 1
        ? `the first of ${values.length} values; no recorded list returns them`
        : 'its only value; no recorded list returns it';
    reporter.propose(
      { part: `id "${first}" in ${operation.path}`, to: '/streams', from: operation.from },
      { confidence: 'low', reason },
    );
    return encodeURIComponent(first);
  };

const LISTING = /search|query|list|find|filter|graphql|export|report/i;

/** Returns why an operation is not imported, unless it is the only one: without a response, its name must say that it reads a list. */
function findObstacle({ method, path, schema, title = '' }: ObservedOperation): string | undefined {
  if (method === 'GET' && (schema !== undefined || !/\{[^}]*\}\/?$/.test(path))) return undefined;
  if (method === 'GET') return 'it reads a single object, and no response was recorded';
  if (method === 'POST' && (schema !== undefined || LISTING.test(`${path} ${title}`))) return undefined;
  return `a ${method} request does not read a list`;
}

/** Splits operations into those to import and those that read no list, which are reported. */
function selectOperations(operations: readonly ObservedOperation[], reporter: Reporter): ObservedOperation[] {
  if (operations.length === 1) return [...operations];
  return operations.filter((operation) => {
    const reason = findObstacle(operation);
    if (reason !== undefined)
      reporter.omit({ part: `${operation.method} ${operation.path}`, from: operation.from, reason });
    return reason === undefined;
  });
}

/** Converts recorded or described requests to a connector: a stream per list, and a recorded case per stream with responses. */
export async function importObserved(
  { exchanges, omitted = [], isDigest = false }: ObservedSource,
  { id, title, source }: ObservedOptions,
): Promise<ImportedConnector> {
  const reporter = createReporter();
  const settings = createSettingTable();
  for (const part of omitted) reporter.omit(part);
  const origin = findMainOrigin(exchanges);
  const baseUrl = addBaseUrl(settings, origin);
  reporter.translate({ part: `base URL ${origin}`, to: '/baseUrl' });
  const isOwn = (one: ObservedExchange) => getOrigin(one) === origin;
  const relevant = exchanges.filter((one) => isOwn(one) || /token|oauth/i.test(new URL(one.request.url).pathname));
  const { auth, login } = proposeAuth(relevant, { settings, baseUrl: origin, reporter, isDigest });
  for (const one of exchanges.filter((other) => !isOwn(other) && other !== login?.exchange))
    reporter.omit({
      part: `${one.request.method} ${getOrigin(one)}`,
      from: one.from,
      reason: `another host than ${origin}`,
    });
  const data = exchanges.filter((one) => isOwn(one) && one !== login?.exchange);
  const isOnly = data.length === 1;
  for (const one of isOnly ? [] : data.filter(isLogin))
    reporter.omit({
      part: `${one.request.method} ${new URL(one.request.url).pathname}`,
      from: one.from,
      reason: 'a login whose session is not found in later requests',
    });
  const { operations, others } = await listObservedOperations(data.filter((one) => isOnly || !isLogin(one)));
  for (const [{ request, from }, reason] of others)
    reporter.omit({ part: `${request.method} ${new URL(request.url).pathname}`, from, reason });
  const tokenUrl = String(auth['tokenUrl'] ?? '');
  const selected = selectOperations(operations, reporter);
  const built = assembleConnector({
    id,
    title,
    source,
    baseUrl,
    auth,
    otherHosts: URL.canParse(tokenUrl) ? [new URL(tokenUrl).origin] : [],
    operations: selected,
    settings,
    reporter,
    fallBack: createFallback(settings, reporter),
    isSelected: () => true,
    isChosen: true,
    isWhole: selected.length === 1,
  });
  const secrets = exchanges.flatMap(({ request }) => findCredentials(request).secrets);
  const logins = login ? [login.exchange] : [];
  return addCases(built, {
    operations: built.operations as ReadonlyMap<string, ObservedOperation>,
    baseUrl: origin,
    logins,
    secrets,
    reporter,
  });
}

interface CaseParts {
  readonly operations: ReadonlyMap<string, ObservedOperation>;
  readonly baseUrl: string;
  readonly logins: readonly ObservedExchange[];
  readonly secrets: readonly string[];
  readonly reporter: Reporter;
}

/** Records a case for each stream whose responses are known. */
async function addCases(built: ImportedConnector, { reporter, ...parts }: CaseParts): Promise<ImportedConnector> {
  const { manifest } = checkImport(built);
  if (manifest === undefined) return built;
  const cases: ImportedCase[] = [];
  for (const [name, operation] of parts.operations) {
    if (!operation.exchanges.some(({ response }) => response !== undefined) || !Object.hasOwn(manifest.streams, name))
      continue;
    const result = await recordCase(name, { manifest, ...parts });
    if ('imported' in result) cases.push(result.imported);
    else reporter.omit({ part: `recorded case of "${name}"`, from: operation.from, reason: result.problem });
  }
  return { draft: addSamples(built.draft, cases), cases, report: reporter.report() };
}
