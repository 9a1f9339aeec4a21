import { describe, expect, test } from 'vitest';
import { checkSettings } from '../../engine/manifest/settings.ts';
import { readManifestFile } from './connectors.ts';

/** Returns the settings of a connection with derived and default values. */
const filled = async (id: string, given: Record<string, string | number | boolean>) => {
  const { values, issues } = await checkSettings(readManifestFile(id).settings, given);
  expect(issues).toEqual([]);
  return values;
};

const KEY = 'ab'.repeat(64);

describe.each(['veracode-sast', 'veracode-dast', 'veracode-sca'] as const)('%s', (id) => {
  test.each([
    ['edae2b9b3ef059b0ec3f4e8ad1dd9164', 'com', 'https://api.veracode.com', 'America/New_York'],
    ['vera01ei-edae2b9b3ef059b0ec3f4e8ad1dd9164', 'eu', 'https://api.veracode.eu', 'Europe/Berlin'],
    ['vera01fi-edae2b9b3ef059b0ec3f4e8ad1dd9164', 'us', 'https://api.veracode.us', 'America/New_York'],
    ['vera01gi-edae2b9b3ef059b0ec3f4e8ad1dd9164', 'com', 'https://api.veracode.com', 'America/New_York'],
    ['vera01ai-edae2b9b3ef059b0ec3f4e8ad1dd9164', 'com', 'https://api.veracode.com', 'America/New_York'],
    ['edae2be', 'com', 'https://api.veracode.com', 'America/New_York'],
  ])('%s lives in %s', async (api_id, region, base_url, report_time_zone) => {
    const values = await filled(id, { api_id, api_key: KEY });
    expect(values).toMatchObject({ region, base_url, report_time_zone, history_months: 6, poll_seconds: 30 });
  });

  test('a configured value takes precedence over a derived one', async () => {
    const given = { region: 'eu', base_url: 'http://127.0.0.1:9000', report_time_zone: 'UTC', poll_seconds: 0.01 };
    const values = await filled(id, { api_id: 'edae2b9b3ef059b0ec3f4e8ad1dd9164', api_key: KEY, ...given });
    expect(values).toMatchObject(given);
  });

  test.each([
    ['region', 'ap'],
    ['report_time_zone', 'Berlin'],
    ['history_months', 0],
    ['history_months', 1.5],
    ['poll_seconds', 0],
    ['base_url', 'api.veracode.com'],
  ])('%s may not be %j', async (name, value) => {
    const given = { api_id: 'edae2b9b3ef059b0ec3f4e8ad1dd9164', api_key: KEY, [name]: value };
    const { issues } = await checkSettings(readManifestFile(id).settings, given);
    expect(issues.map(({ path }) => path)).toEqual([`/${name}`]);
  });
});

test('reports are the default source, and delta is off', async () => {
  for (const id of ['veracode-sast', 'veracode-dast'] as const) {
    const values = await filled(id, { api_id: 'edae2b9b3ef059b0ec3f4e8ad1dd9164', api_key: KEY });
    expect(values).toMatchObject({ source: 'report', delta: false });
  }
});

describe('checkmarx-one-dast', () => {
  const iamOf = async (domain_name: string) =>
    (await filled('checkmarx-one-dast', { domain_name, tenant_name: 'acme', api_key: 'key-of-acme' }))['iam_url'];

  test.each([
    ['https://ast.checkmarx.net', 'https://iam.checkmarx.net'],
    ['https://eu-2.ast.checkmarx.net', 'https://eu-2.iam.checkmarx.net'],
    ['https://deu.ast.checkmarx.net/', 'https://deu.iam.checkmarx.net'],
    ['https://acme.cxone.cloud', 'https://acme.cxone.cloud'],
    ['https://last.example.net', 'https://last.example.net'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ])('the identity service of %s is %s', async (domain, iam) => {
    expect(await iamOf(domain)).toBe(iam);
  });

  test('every region of the guide can be selected and has its own identity service', async () => {
    const choices = readManifestFile('checkmarx-one-dast').settings.properties['domain_name']?.choices ?? [];
    const titles = ['US', 'US2', 'EU', 'EU2', 'DEU', 'ANZ', 'India', 'Singapore', 'UAE', 'Israel (Gov)'];
    expect(choices.map(({ title }) => title)).toEqual(titles);
    const services = await Promise.all(choices.map(({ value }) => iamOf(String(value))));
    expect(services).toEqual(choices.map(({ value }) => String(value).replace('ast.', 'iam.')));
  });
});

test('HCL AppScan defaults to the United States cloud', async () => {
  const values = await filled('hcl-appscan-dast', { key_id: 'id', key_secret: 'secret-of-acme' });
  expect(values['domain_url']).toBe('https://cloud.appscan.com');
});
