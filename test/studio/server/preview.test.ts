import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMAS } from '../../../studio/server/schemas/index.ts';
import { BACKTRACKING, ENDLESS, TEXT as TEXT_OF_HOURS } from '../../hostile/expressions/expressions.ts';
import { pickRows } from '../../setup/suite.ts';
import { ROOT, type StartedStudio, startStudio } from './test-studio.ts';

const TEXT = readFileSync(join(ROOT, 'manifests/hcl-appscan-dast/manifest.json'), 'utf8');

const ajv = new Ajv({ strict: false });
for (const schema of SCHEMAS) ajv.addSchema(schema);
const problemsOf = (name: string, value: unknown) => {
  const check = ajv.getSchema(`${name}#`);
  return check?.(value) ? [] : (check?.errors ?? ['there is no such schema']);
};

/** Returns the manifest with one field of the finding map replaced. */
function withField(target: string, expression: string): string {
  const manifest = JSON.parse(TEXT);
  manifest.maps.finding.fields[target] = expression;
  return JSON.stringify(manifest);
}

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
}, 60_000);
afterAll(() => studio.close());

const sampleText = async (name: string): Promise<string> => {
  const { body } = await studio.call(`/api/connectors/hcl-appscan-dast/samples/${name}`);
  return (body as { text: string }).text;
};

const preview = async (manifest: string, sample: string, more: object = {}) =>
  studio.call('/api/preview', { method: 'POST', body: { manifest, map: 'finding', sample, ...more } });

describe('the catalogue', () => {
  test.each([
    ['CatalogueResponse', '/api/catalogue'],
    ['ConnectorResponse', '/api/connectors/hcl-appscan-dast'],
    ['ConnectorResponse', '/api/connectors/veracode-sast'],
    ['GuideResponse', '/api/connectors/hcl-appscan-dast/guide'],
    ['SampleResponse', '/api/connectors/hcl-appscan-dast/samples/full.issues.1'],
  ])('a %s is what %s answers', async (name, path) => {
    const { status, body } = await studio.call(path);
    expect([status, problemsOf(name, body)]).toEqual([200, []]);
  });

  test('lists every connector, without problems', async () => {
    const { body } = await studio.call('/api/catalogue');
    const { connectors } = body as { connectors: { id: string; problems: number; writable: boolean }[] };
    expect(connectors.map(({ problems, writable }) => [problems, writable])).toEqual(Array(5).fill([0, false]));
  });

  test('recorded pages are samples of the maps that read them, with parent items', async () => {
    const { body } = await studio.call('/api/connectors/hcl-appscan-dast');
    const { samples } = body as { samples: { name: string; maps: string[]; items: number }[] };
    expect(samples).toContainEqual(expect.objectContaining({ name: 'full.issues.1', maps: ['finding'], items: 5 }));
    expect(samples).toContainEqual(expect.objectContaining({ name: 'full.applications.1', maps: ['asset'] }));
    expect(JSON.parse(await sampleText('full.issues.1'))).toMatchObject({
      scope: { application: { Id: expect.any(String) } },
    });
  });

  test.each([
    '/api/connectors/nope',
    '/api/connectors/nope/guide',
    '/api/connectors/..%2f..',
    '/api/connectors/hcl-appscan-dast/samples/nope',
  ])('%s is not there', async (path) => {
    const { status, body } = await studio.call(path);
    expect([status, problemsOf('Failure', body)]).toEqual([404, []]);
  });

  test('the API reference lists every route and every schema', async () => {
    const { body } = await studio.call('/api/openapi.json');
    const { paths, components } = body as { paths: object; components: { schemas: object } };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/catalogue',
        '/api/preview',
        '/api/validate',
        '/api/connectors/{id}/manifest',
        '/api/checks',
        '/api/events',
      ]),
    );
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['PreviewRequest', 'PreviewResponse', 'Failure']),
    );
  });
});

describe('a preview', () => {
  test('of each recorded page is a PreviewResponse', async () => {
    for (const name of ['full.issues.1', 'rejects.issues.1', 'full.issues.2']) {
      for (const extent of [{}, { item: 0 }]) {
        const request = { base: withField('subType', 'Nowhere'), ...extent };
        const { status, body } = await preview(TEXT, await sampleText(name), request);
        expect([status, problemsOf('PreviewResponse', body)]).toEqual([200, []]);
      }
    }
  });

  test('of an incomplete manifest is a PreviewResponse, too', async () => {
    const sample = await sampleText('full.issues.1');
    for (const manifest of ['', '{', withField('subType', 'IssueType &'), withField('subType', '$number(IssueType)')]) {
      const { status, body } = await preview(manifest, sample);
      expect([status, problemsOf('PreviewResponse', body)]).toEqual([200, []]);
    }
  });

  test('an infinite expression is an error of its target', async () => {
    const { status, body } = await preview(
      withField('subType', '($f := function($n) { $f($n + 1) }; $f(0))'),
      await sampleText('full.issues.1'),
    );
    const { targets } = body as { targets: { target: string; status: string; code?: string }[] };
    expect(status).toBe(200);
    expect(targets.find(({ target }) => target === 'subType')).toMatchObject({
      status: 'error',
      code: 'EXPRESSION_TOO_LONG',
    });
    expect(targets.find(({ target }) => target === 'name')).toMatchObject({ status: 'ok' });
  });

  test('a regular expression that would backtrack for hours returns in time, and the studio continues', async () => {
    const sample = await sampleText('full.issues.1');
    const hostile = withField('subType', `$match('${'a'.repeat(60)}!', /^(a|a)*(a|a)*(a|aa)+$/)`);
    const { status, body } = await preview(hostile, sample);
    expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringContaining('EXPRESSION_TOO_LONG')]);
    expect((await preview(TEXT, sample)).status).toBe(200);
  }, 60_000);

  test.each(pickRows([...ENDLESS, ...BACKTRACKING]))(
    'of %s is answered, and the studio continues',
    { timeout: 60_000 },
    async (expression) => {
      const sample = await sampleText('full.issues.1');
      const hostile = withField('subType', expression.replaceAll('title', `'${TEXT_OF_HOURS}'`));
      expect([200, 422]).toContain((await preview(hostile, sample)).status);
      expect((await preview(TEXT, sample)).status).toBe(200);
    },
  );

  test('an expression that exhausts memory is an error, and the studio continues', async () => {
    const sample = await sampleText('full.issues.1');
    const hostile = withField('subType', `$reduce([1..2000], function($a, $n) { $a & $a }, 'abcdefghij')`);
    const { status } = await preview(hostile, sample);
    expect([200, 422]).toContain(status);
    expect((await preview(TEXT, sample)).status).toBe(200);
  }, 60_000);
});

describe('the issues of a manifest', () => {
  test('equal those of validate, with positions', async () => {
    const { body } = await studio.call('/api/validate', {
      method: 'POST',
      body: { text: withField('subType', 'IssueType &') },
    });
    expect(problemsOf('ValidateResponse', body)).toEqual([]);
    expect(body).toMatchObject({
      valid: false,
      issues: [{ rule: 'syntax/expression', path: '/maps/finding/fields/subType' }],
    });
  });
});
