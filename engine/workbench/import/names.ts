/** Limits in the manifest schema. */
const MAX_NAME = 64;
const MAX_ID = 64;

const toWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Converts a text to a name of the manifest: `X-Api-Key` becomes `x_api_key`. */
export function toName(text: string, fallback = 'item'): string {
  const name = toWords(text).join('_').slice(0, MAX_NAME).replace(/_+$/, '');
  if (name === '') return fallback;
  return /^[a-z]/.test(name) ? name : `n${name}`.slice(0, MAX_NAME);
}

/** Converts a title or the name of a folder to a connector id: lower case, words joined by hyphens. */
export const toConnectorId = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_ID)
    .replaceAll(/^-+|-+$/g, '') || 'imported';

/** Id of a connector whose source names no product. */
export const DEFAULT_ID = 'my-connector';

/** Returns the id for the title of a source. An address of a host, such as 127.0.0.1 or localhost, names no product. */
export const proposeConnectorId = (title: string): string =>
  /^(?:\[.*\]|[\d.]+|localhost)$/.test(title) ? DEFAULT_ID : toConnectorId(title);

/** Converts a name to a title: `api_key` becomes `Api key`. */
export const toTitle = (name: string): string => {
  const words = toWords(name).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1) || name;
};

/** Returns a name that is not taken, by appending a number, and takes it. */
export function takeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name.slice(0, MAX_NAME - 4)}_${n}`;
  taken.add(free);
  return free;
}

/** Returns the singular of an English plural, as a guess: `policies` becomes `policy`. */
export function toSingular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y');
  if (/(?:ss|x|ch|sh)es$/.test(name)) return name.replace(/es$/, '');
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** Returns a name in lower case without separators, for comparisons: `next_page-Token` becomes `nextpagetoken`. */
export const simplifyName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Formats a step of a JSONata path. */
const formatStep = (step: string): string =>
  /^(?!(?:and|or|in|true|false|null|function)$)[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? step : `\`${step}\``;

/** Returns true if a path can be written in JSONata, whose quoted names cannot contain a backtick. */
export const isPath = (steps: readonly string[]): boolean => steps.every((step) => step !== '' && !step.includes('`'));

/** Formats the path of a member as JSONata: `$` for the whole value. */
export const formatPath = (steps: readonly string[]): string =>
  steps.length === 0 ? '$' : steps.map(formatStep).join('.');

/** Returns the static segments of a path, without versions: `/api/v2/projects/{id}/issues` has `projects` and `issues`. */
export const listNouns = (path: string): string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '' && !/[{}]/.test(segment) && !/^(?:api|rest|v\d[\d.]*|json)$/i.test(segment))
    .map((segment) => segment.replace(/\.(?:json|xml|csv)$/i, ''));

/** Returns a name for the stream of a path, and a longer one in case that it is taken. */
export function nameStream(path: string, taken: Set<string>): string {
  const nouns = listNouns(path);
  const short = toName(nouns.at(-1) ?? '', 'items');
  const parents = nouns.slice(-2, -1).map((noun) => toSingular(toName(noun)));
  // A last segment that is no plural, such as /search/code or /gists/public, means little without the one before it.
  const isPlural = /s$|data$|people$/.test(short);
  if (!taken.has(short) && (isPlural || parents.length === 0)) return takeName(short, taken);
  return takeName(toName([...parents, short].join('_')), taken);
}
