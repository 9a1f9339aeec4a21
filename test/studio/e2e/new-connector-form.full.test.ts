import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityIssues } from './axe.ts';
import { draftSteps, eventually } from './draft-steps.ts';
import { type OpenedStudio, openStudio, type Tab } from './open-studio.ts';
import { startUnseenApi, TOKEN, type UnseenApi } from './unseen-api.ts';

let api: UnseenApi;
let studio: OpenedStudio;
let tab: Tab;
let page: Page;

const { undo, button, openTab, editor, row, draftText, draftOf, createDraft } = draftSteps(() => tab);
const title = () => page.getByLabel(/^title/).first();
const importPage = () =>
  createDraft(
    `curl '${api.origin}/v3/defects?page=1' -H 'Authorization: Bearer ${TOKEN}'`,
    JSON.stringify(api.page(1)),
  );
const section = (name: string) => page.getByRole('region', { name, exact: true });
/** Entry of a section by its name. */
const entry = (of: string, name: string) =>
  section(of)
    .locator('details')
    .filter({ has: page.locator('summary').getByText(name, { exact: true }) });

beforeAll(async () => {
  api = await startUnseenApi();
  studio = await openStudio({ allowPrivate: [api.origin] });
}, 120_000);
afterAll(async () => {
  await studio?.close();
  await api?.close();
});
beforeEach(async () => {
  tab = await studio.tab();
  page = tab.page;
});
afterEach(async () => {
  // Browsers report a refused name as an error, too.
  expect(tab.complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
  await page.context().close();
});

describe('the form of a new connector', () => {
  test('and the text edit the same manifest with one undo history', async () => {
    await importPage();
    const before = await draftText();
    await openTab(/^Form/);
    await title().fill('Acme Defects');
    await eventually(() => editor().innerText()).toContain('"title": "Acme Defects"');
    expect(await draftText()).toBe(before.replace('"title": "127.0.0.1"', '"title": "Acme Defects"'));
    await editor().getByText('"0.1.0"').click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.type('7');
    await eventually(() => page.getByLabel(/^version/).inputValue()).toBe('0.1.7');
    await undo().click();
    await eventually(() => page.getByLabel(/^version/).inputValue()).toBe('0.1.0');
    expect(await title().inputValue()).toBe('Acme Defects');
    await undo().click();
    await eventually(() => draftText()).toBe(before);
  });

  test('changes auth, paginator, fields and enums by their schemas', async () => {
    await importPage();
    await openTab(/^Form/);
    const auth = page.getByRole('region', { name: 'Auth' });
    await auth.getByLabel(/^type/).selectOption('apiKey');
    await auth.getByLabel(/^name/).fill('X-Token');
    await auth.getByLabel(/^value/).fill('{{settings.api_token}}');
    const streams = page.getByRole('region', { name: 'Streams' });
    await streams.getByLabel(/^paginator/).selectOption('none');
    const maps = page.getByRole('region', { name: 'Maps' });
    await maps.getByLabel('Expression of name').fill('$uppercase(title)');
    await maps.getByLabel('Add a target').selectOption('description');
    await maps.getByLabel('Expression of description').fill('title');
    await page.getByRole('region', { name: 'Enums' }).getByLabel('Target value of Fixed').fill('RESOLVED');
    const draft = await draftOf();
    expect(draft.auth).toEqual({ type: 'apiKey', into: 'header', name: 'X-Token', value: '{{settings.api_token}}' });
    expect(draft.streams.defects.paginator).toEqual({ type: 'none' });
    expect(draft.maps.finding.fields.name).toMatchObject({ value: '$uppercase(title)', as: 'string' });
    expect(draft.maps.finding.fields.description).toEqual({ value: 'title' });
    expect(draft.enums.status.values.Fixed).toBe('RESOLVED');
    await tab.settled();
    const problem = page.getByRole('region', { name: 'Enums' }).locator('.form-problem');
    await eventually(() => problem.innerText()).toContain('RESOLVED');
    await openTab(/^Problems/);
    await page.locator('.problem-row').filter({ hasText: 'RESOLVED' }).getByRole('button', { name: 'Show' }).click();
    await eventually(() => page.locator('.mark-field').first().innerText()).toContain('RESOLVED');
  });

  test('is read-only while the text is invalid, and names the position', async () => {
    await importPage();
    await openTab(/^Form/);
    await editor().click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.insertText('x');
    const notice = page.getByRole('alert');
    await eventually(() => notice.innerText()).toContain('The text has an error in line 1, column');
    expect(await title().isDisabled()).toBe(true);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => title().isEnabled()).toBe(true);
  });
});

/** Renames an entry in the form. */
async function rename(of: string, from: string, to: string): Promise<void> {
  const name = entry(of, from).getByLabel(/^name/).first();
  await name.fill(to);
  await name.press('Enter');
}

describe('an entry of the form', () => {
  test('that is a new setting has a title that follows its name until it is changed', async () => {
    await importPage();
    await openTab(/^Form/);
    const title = async (name: string) => (await draftOf()).settings.properties[name]?.title;
    await button('Add a setting').click();
    await eventually(() => title('setting')).toBe('Setting');
    await rename('Settings', 'setting', 'account_id');
    await eventually(() => title('account_id')).toBe('Account id');
    await entry('Settings', 'account_id')
      .getByLabel(/^title/)
      .fill('Account');
    await rename('Settings', 'account_id', 'tenant_id');
    await eventually(() => title('tenant_id')).toBe('Account');
  });

  test('gets a new name in every reference, as one undo step', async () => {
    await importPage();
    const before = await draftText();
    await openTab(/^Form/);
    await rename('Settings', 'api_token', 'access_key');
    await eventually(async () => (await draftOf()).auth.token).toBe('{{settings.access_key}}');
    expect((await draftOf()).settings.required).toContain('access_key');
    await rename('Streams', 'defects', 'weaknesses');
    await eventually(async () => (await draftOf()).maps.finding.from).toBe('weaknesses');
    await rename('Enums', 'severity', 'rank');
    await eventually(async () => (await draftOf()).maps.finding.fields.severity.enum).toBe('rank');
    await rename('Maps', 'finding', 'weakness');
    await eventually(async () => Object.keys((await draftOf()).maps)).toEqual(['weakness']);
    await openTab(/^Proposals/);
    await row('records of "defects"').waitFor();
    expect(await page.locator('.proposal-rejected').count()).toBe(0);
    for (const _ of [1, 2, 3, 4]) await undo().click();
    await eventually(draftText).toBe(before);
    expect(await page.locator('.proposal-rejected').count()).toBe(0);
  });

  test('keeps its sample under a new name', async () => {
    await importPage();
    await openTab(/^Form/);
    await rename('Streams', 'defects', 'weaknesses');
    await openTab(/^Sample/);
    await eventually(() => page.getByLabel('Sample of weaknesses').inputValue()).toContain('D-1');
    await eventually(() => page.locator('.draft-part').innerText()).toContain('3 items, 3 records');
  });

  test('reports a name that is taken or not allowed at the field', async () => {
    await importPage();
    await openTab(/^Form/);
    const before = await draftText();
    await rename('Enums', 'severity', 'status');
    await eventually(() => section('Enums').locator('.form-problem').allInnerTexts()).toContainEqual(
      expect.stringContaining('the name is taken'),
    );
    await rename('Enums', 'severity', 'two words');
    await eventually(() => section('Enums').locator('.form-problem').allInnerTexts()).toContainEqual(
      expect.stringContaining('the name is not allowed'),
    );
    expect(await draftText()).toBe(before);
  });

  test('can be a further auth, which streams select', async () => {
    await importPage();
    await openTab(/^Form/);
    await button('Add an auth for some streams').click();
    await eventually(async () => (await draftOf()).auths).toEqual({ auth: { type: 'none' } });
    await rename('Auth', 'auth', 'reports');
    await eventually(async () => (await draftOf()).auths).toEqual({ reports: { type: 'none' } });
  });
});

test('targets are chosen from the fields of the entity, and others are marked', async () => {
  await importPage();
  await openTab(/^Form/);
  const maps = section('Maps');
  const target = maps.getByLabel('Add a target');
  await maps.getByRole('button', { name: 'Remove name' }).click();
  const group = (label: string) => target.locator(`optgroup[label="${label}"]`);
  await eventually(() => group('Required').locator('option[value="name"]').textContent()).toMatch(/^name – \w+/);
  expect(await group('Optional').locator('option[value="description"]').textContent()).toMatch(/^description – \w+/);
  expect(await target.locator('optgroup').first().getAttribute('label')).toBe('Required');
  expect(await target.locator('option[value="severity"]').count()).toBe(0);
  await target.selectOption('description');
  await maps.getByLabel('Expression of description').fill('title');
  await eventually(async () => (await draftOf()).maps.finding.fields.description).toEqual({ value: 'title' });
  await target.selectOption({ label: 'Another name…' });
  await maps.getByLabel('New target').fill('descripton');
  await maps.getByLabel('New target').press('Enter');
  await maps.getByLabel('Expression of descripton').fill('title');
  await eventually(() => maps.locator('.form-problem').allInnerTexts()).toContainEqual(
    expect.stringMatching(/descripton.*Did you mean.*description/s),
  );
});

describe('the note of a proposal', () => {
  const note = async () => JSON.stringify((await draftOf()).streams.defects.paginator.note);

  test('ends when the proposal is accepted, and returns when that is undone', async () => {
    await importPage();
    expect(await note()).toContain('nferred');
    const paginator = row('paginator of "defects"');
    await paginator.getByRole('button', { name: /^Accept/ }).click();
    await eventually(note).toBe(undefined);
    expect(await paginator.innerText()).toContain('accepted');
    await undo().click();
    await eventually(note).toContain('nferred');
    await eventually(() => paginator.innerText()).not.toContain('accepted');
    await button('Accept all').click();
    await eventually(draftText).not.toContain('"note"');
  });

  test('ends when the form changes the part', async () => {
    await importPage();
    await openTab(/^Form/);
    await section('Maps').getByLabel('Expression of name').fill('$uppercase(title)');
    await eventually(async () => (await draftOf()).maps.finding.fields.name).toEqual({
      value: '$uppercase(title)',
      as: 'string',
    });
  });
});

describe('partitions, the cursor and the decoder', () => {
  test('are edited in the form by their schemas', async () => {
    await importPage();
    await openTab(/^Form/);
    await button('Add a stream').click();
    await eventually(async () => Object.keys((await draftOf()).streams)).toEqual(['defects', 'items']);
    const items = entry('Streams', 'items');
    await items.getByRole('button', { name: 'Add partitions' }).click();
    const partition = items.getByRole('group', { name: 'partitions 1' });
    await partition.getByLabel(/^parent required/).selectOption('defects');
    await partition.getByLabel(/^as /).fill('defect');
    await partition.getByLabel('Add a member to /streams/items/partitions/0').selectOption('value');
    await partition.getByLabel(/^value/).fill('defect_id');
    const partitions = async () => (await draftOf()).streams.items.partitions;
    await eventually(partitions).toEqual([{ parent: 'defects', as: 'defect', value: 'defect_id' }]);
    await partition.getByLabel(/^parent, setting, values or union/).selectOption('values');
    await partition
      .getByLabel(/^values/)
      .first()
      .selectOption('expr');
    await partition.getByLabel(/^expr/).fill('$settings.kinds');
    await eventually(partitions).toEqual([{ values: { expr: '$settings.kinds' }, as: 'defect', value: 'defect_id' }]);
    await items.getByRole('button', { name: 'Remove partitions 1' }).click();
    await eventually(partitions).toBe(undefined);

    await items.getByRole('button', { name: 'Add incremental' }).click();
    const incremental = async () => (await draftOf()).streams.items.incremental;
    await eventually(incremental).toMatchObject({ type: 'datetime' });
    await items.getByLabel(/^cursor/).fill('updated_at');
    await items.getByLabel('Add a member to /streams/items/incremental').selectOption('lookback');
    await items.getByLabel(/^lookback/).fill('PT1H');
    await eventually(incremental).toEqual({ type: 'datetime', cursor: 'updated_at', lookback: 'PT1H' });
    await items.getByLabel('Add a member to /streams/items/incremental').selectOption('from');
    await items.getByLabel(/^from/).selectOption('header');
    await items.getByLabel(/^header/).fill('x-cursor');
    await eventually(async () => (await incremental()).header).toBe('x-cursor');

    await items.getByLabel(/^decoder/).selectOption('csv');
    await items.getByLabel('Add a member to /streams/items/decoder').selectOption('delimiter');
    await items.getByLabel(/^delimiter/).fill(';');
    await items.getByLabel('Add a member to /streams/items/decoder').selectOption('preamble');
    await items
      .getByLabel(/^preamble/)
      .first()
      .selectOption('text');
    await items.getByLabel(/^preamble: text/).fill('Report');
    await eventually(async () => (await draftOf()).streams.items.decoder).toEqual({
      type: 'csv',
      delimiter: ';',
      preamble: 'Report',
    });
    expect(await items.innerText()).toContain('Text between cells.');
    await tab.settled();
    expect(await accessibilityIssues(page)).toEqual([]);
  });
});

test('a login with its body and captures is edited in the form', async () => {
  await importPage();
  await openTab(/^Form/);
  const auth = section('Auth');
  await auth.getByLabel(/^type/).selectOption('session');
  const login = auth.getByRole('group', { name: 'login 1' });
  await login.getByLabel(/^path required/).fill('/login');
  await login.getByLabel('Add a member to /auth/login/0/request').selectOption('json');
  await login.getByLabel(/^json/).fill('{"client": "{{settings.api_token}}"');
  await eventually(() => login.locator('.form-problem').allInnerTexts()).toContainEqual(
    expect.stringContaining('Not valid JSON yet'),
  );
  await login.getByLabel(/^json/).fill('{"client": "{{settings.api_token}}"}');
  await login.getByLabel('Add a member to /auth/login/0', { exact: true }).selectOption('capture');
  await login.getByLabel('New name in capture').fill('token');
  await login.getByLabel('New name in capture').press('Enter');
  await login.getByLabel(/^token/).fill('data.accessToken');
  await eventually(async () => (await draftOf()).auth.login).toEqual([
    {
      request: { path: '/login', json: { client: '{{settings.api_token}}' } },
      capture: { token: 'data.accessToken' },
    },
  ]);
});
