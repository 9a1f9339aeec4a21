import { GOOD_TEXT } from '../../manifest/good.ts';

type Editable = Record<string, Record<string, Record<string, unknown>>>;

const many = (count: number, text: (at: number) => string) => Array.from({ length: count }, (_, at) => text(at));

/** Returns a valid manifest as text, with this expression in one of its maps. */
export function setExpression(expression: string): string {
  const manifest = JSON.parse(GOOD_TEXT);
  manifest.maps.issue.fields.description = expression;
  return JSON.stringify(manifest);
}

function editManifest(edit: (manifest: Editable) => void): string {
  const manifest = JSON.parse(GOOD_TEXT);
  edit(manifest);
  return JSON.stringify(manifest);
}

const path = (text: string) =>
  editManifest(({ streams }) => Object.assign(streams?.['applications']?.['request'] ?? {}, { path: text }));

/** Manifests under a megabyte that are expensive to validate. */
export const HEAVY: Readonly<Record<string, () => string>> = {
  'brackets without end': () => '['.repeat(900_000),
  'objects 150,000 deep': () =>
    GOOD_TEXT.replace('"title"', `"x":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)},"title"`),
  'one key 60,000 times': () => `{${many(60_000, () => '"k":1').join(',')}}`,
  '30,000 keys that mean nothing': () =>
    editManifest((manifest) =>
      Object.assign(manifest, Object.fromEntries(many(30_000, (at) => `k${at}`).map((key) => [key, 1]))),
    ),
  '2,500 streams, each below the next': () =>
    editManifest(({ streams = {} }) => {
      for (let at = 0; at < 2_500; at += 1)
        streams[`s${at}`] = { ...streams['issues'], partitions: [{ parent: `s${at + 1}`, as: `p${at}` }] };
    }),
  '6,000 targets that nearly exist': () =>
    editManifest(({ maps }) => {
      const fields = maps?.['issue']?.['fields'] ?? {};
      for (let at = 0; at < 6_000; at += 1)
        Object.assign(fields, { [`severityyyyyyyyyyyyyyyyyyyyyyyyyyy${at}`]: 'Id' });
    }),
  'a template of 50,000 names': () => path(`/${'{{settings.zone}}'.repeat(50_000)}`),
  'a template 100,000 helpers deep': () =>
    path(`/{{lower ${'(lower '.repeat(100_000)}settings.zone${')'.repeat(100_000)}}}`),
  'parentheses 400,000 deep': () => setExpression(`${'('.repeat(400_000)}1${')'.repeat(400_000)}`),
  'functions 20,000 deep': () => setExpression(`${'function($a){'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  '150,000 operators in a row': () => setExpression(`a${' and a'.repeat(150_000)}`),
  'a path of 100,000 steps': () => setExpression(many(100_000, (at) => `a${at}`).join('.')),
  '60,000 variables': () => setExpression(`(${many(60_000, (at) => `$v${at}:=${at}`).join(';')})`),
  '12,000 settings that are not declared': () => setExpression(many(12_000, (at) => `$settings.q${at}`).join('&')),
  '8,000 patterns that may be slow': () =>
    setExpression(`[${many(8_000, (at) => `$match(a,/(a|b${at}|c)*(d|e)*(a|x)*z+/)`).join(',')}]`),
  'one pattern of 400,000 letters': () => setExpression(`$contains(Kind,/${'(a|b|ab)*(c|d)*'.repeat(27_000)}/)`),
};
