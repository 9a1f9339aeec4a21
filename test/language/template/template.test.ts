import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { createSecret } from '../../../engine/base/secret/index.ts';
import { compileTemplate, type TemplateTarget } from '../../../engine/language/template/index.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return isEngineError(error) ? error.code : `not ours: ${String(error)}`;
  }
  return 'no error';
};

const SCOPE = {
  settings: {
    id: 'Ab 1',
    url: 'https://h.example/base/',
    host: 'h.example',
    n: 5,
    yes: true,
    none: null,
    empty: '',
    zone: 'Asia/Kolkata',
    key: createSecret('k3y'),
  },
  application: { guid: 'a/b?c#d', 'odd key': 'odd', list: ['x', 'y'], profile: { name: 'Ünï' } },
  window: { start: Date.UTC(2024, 1, 29, 23, 30) },
};

describe('rendering', () => {
  test.each<[TemplateTarget, string, string]>([
    ['text', 'plain', 'plain'],
    ['text', '', ''],
    ['text', '{{settings.id}}', 'Ab 1'],
    ['text', '{{settings.n}} {{settings.yes}}', '5 true'],
    ['text', '{{application.[odd key]}}', 'odd'],
    ['text', '{{application.list.[1]}}', 'y'],
    ['text', '{{! a remark }}x', 'x'],
    ['text', '\\{{settings.id}}', '{{settings.id}}'],
    ['text', '<{{application.guid}}>', '<a/b?c#d>'],
    ['json', '"{{application.guid}}"', '"a/b?c#d"'],
    ['text', '{{lower settings.id}}{{upper settings.id}}', 'ab 1AB 1'],
    ['text', '{{base64 application.profile.name}}', 'w5xuw68='],
    ['text', '{{default settings.missing "d"}}', 'd'],
    ['text', '{{default settings.none settings.n}}', '5'],
    ['text', '{{default settings.empty "d"}}', 'd'],
    ['text', '{{default settings.n "d"}}', '5'],
    ['text', '{{lower (default settings.missing "D")}}', 'd'],
    ['text', '{{date window.start "yyyy-MM-dd"}}', '2024-02-29'],
    ['text', '{{date window.start "yyyy-MM-dd HH:mm" settings.zone}}', '2024-03-01 05:00'],
    ['text', '{{date "2024-02-29T23:30:00+01:00" "rfc3339Seconds"}}', '2024-02-29T22:30:00Z'],
    ['path', '/apps/{{application.guid}}/x', '/apps/a%2Fb%3Fc%23d/x'],
    ['path', '/apps/a{{settings.n}}.json?v={{settings.id}}', '/apps/a5.json?v=Ab%201'],
    ['query', "Name eq '{{settings.id}}'", 'Name%20eq%20%27Ab%201%27'],
    ['form', 'a+b={{application.guid}}', 'a%2Bb%3Da%2Fb%3Fc%23d'],
    ['header', 'Token {{settings.id}}', 'Token Ab 1'],
    ['url', '{{settings.url}}', 'https://h.example/base'],
    ['url', '{{settings.url}}/x/{{settings.id}}', 'https://h.example/base/x/Ab%201'],
    ['url', '{{settings.host}}', 'h.example'],
    ['url', 'https://{{settings.host}}:8443/a', 'https://h.example:8443/a'],
    ['url', 'https://api.{{settings.host}}/{{settings.id}}?q={{settings.id}}', 'https://api.h.example/Ab%201?q=Ab%201'],
    ['url', '{{default settings.other "https://d.example"}}/x', 'https://d.example/x'],
  ])('%s: %s', (place, source, expected) => {
    expect(compileTemplate(source, place).render(SCOPE)).toBe(expected);
  });
});

describe('a name without a value', () => {
  test.each([
    '{{nothing}}',
    '{{settings.missing}}',
    '{{settings.none}}',
    '{{settings.id.length}}',
    '{{settings.constructor}}',
    '{{settings.__proto__}}',
    '{{constructor.name}}',
    '{{application.list.[9]}}',
    '{{lower settings.missing}}',
    '{{default settings.missing settings.none}}',
    '{{date settings.missing "yyyy"}}',
    '{{date window.start "yyyy" settings.missing}}',
    '{{settings.key.text}}',
  ])('%s', (source) => {
    expect(codeOf(() => compileTemplate(source, 'text').render(SCOPE))).toBe('TEMPLATE_NAME_UNKNOWN');
  });
});

describe('syntax errors', () => {
  test.each([
    ['{{', 0],
    ['ab {{settings.id', 3],
    ['{{settings.id}} and {{}}', 20],
    ['x{{#if settings.id}}y{{/if}}', 1],
    ['{{#each list}}{{/each}}', 0],
    ['{{> partial}}', 0],
    ['{{#> partial}}{{/partial}}', 0],
    ['{{* decorator}}', 0],
    ['a\nb {{{settings.id}}}', 4],
    ['{{&settings.id}}', 0],
    ['{{shout settings.id}}', 0],
    ['{{lookup settings "id"}}', 0],
    ['{{lower settings.id settings.n}}', 0],
    ['{{default settings.id}}', 0],
    ['{{date window.start}}', 0],
    ['{{lower settings.id a=1}}', 0],
    ['ok {{@root.settings.id}}', 5],
    ['{{this}}', 2],
    ['{{this.settings}}', 2],
    ['{{../settings}}', 2],
    ['{{undefined}}', 2],
    ['{{default settings.id null}}', 22],
  ])('%s', (source, position) => {
    expect(() => compileTemplate(source, 'text')).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_SYNTAX', details: expect.objectContaining({ position }) }),
    );
  });

  test.each<[TemplateTarget, string]>([
    ['path', '/a#b'],
    ['path', '/a\\b'],
    ['path', '/a b'],
    ['url', 'https://h/{{settings.id}}#x'],
    ['url', 'https:/{{settings.host}}'],
    ['url', 'https:///{{settings.host}}'],
    ['url', '//{{settings.host}}'],
    ['url', 'ftp://h/{{settings.id}}'],
    ['header', 'a\r\nb: {{settings.id}}'],
  ])('%s: %s', (place, source) => {
    expect(codeOf(() => compileTemplate(source, place))).toBe('TEMPLATE_SYNTAX');
  });
});

describe('rejected values', () => {
  const render = (place: TemplateTarget, source: string, v: unknown) => () =>
    compileTemplate(source, place).render({ v });

  test.each<[TemplateTarget, string, unknown]>([
    ['path', '/a/{{v}}/b', '.'],
    ['path', '/a/{{v}}/b', '..'],
    ['path', '/a/{{v}}', '..'],
    ['path', '/a/.{{v}}/b', '.'],
    ['path', '/a/%2E{{v}}/b', '.'],
    ['path', '/a/{{v}}{{v}}/b', '.'],
    ['path', '/a/{{v}}/b', ''],
    ['path', '/a/{{v}}?x=1', ''],
    ['path', '/a/{{v}}/b', 'x\ny'],
    ['path', '/a/{{v}}/b', '\ud800'],
    ['query', '{{v}}', 'x\udfff'],
    ['header', '{{v}}', 'a\r\nx: y'],
    ['header', '{{v}}', 'a\u0000'],
    ['header', '{{v}}', 'é'],
    ['url', 'https://{{v}}.vendor.example', 'evil.example/?x='],
    ['url', 'https://{{v}}.vendor.example', 'evil.example#'],
    ['url', 'https://{{v}}.vendor.example', 'user@evil.example'],
    ['url', 'https://{{v}}.vendor.example', 'evil.example\\'],
    ['url', 'https://{{v}}.vendor.example', ''],
    ['url', 'https://{{v}}', 'a b'],
    ['url', '{{v}}.vendor.example', 'https://evil.example/?x='],
    ['url', '{{v}}/api', 'https://u:p@h.example'],
    ['url', '{{v}}/api', 'https://h.example?x='],
    ['url', '{{v}}/api', 'https://h.example/#'],
    ['url', '{{v}}/api', 'https://'],
    ['url', '{{v}}/api', 'file:///etc/passwd'],
    ['url', '{{v}}/api', 'javascript:alert(1)'],
    ['url', '{{v}}/api', '//evil.example'],
    ['text', '{{v}}', {}],
    ['text', '{{v}}', ['a']],
    ['text', '{{v}}', Number.NaN],
    ['text', '{{v}}', () => 'x'],
    ['text', '{{lower v}}', ['a']],
    ['text', '{{date v "yyyy"}}', true],
    ['text', '{{date 0 "yyyy" v}}', 'Mars/Olympus'],
    ['text', '{{date v "yyyy"}}', 'tomorrow'],
    ['text', '{{v}}', createSecret('k3y')],
    ['text', '{{base64 v}}', createSecret('k3y')],
    ['header', 'Bearer {{v}}', createSecret('k3y')],
  ])('%s: %s with %o', (place, source, v) => {
    expect(codeOf(render(place, source, v))).toBe('TEMPLATE_VALUE_REFUSED');
  });

  test('a message does not contain the value', () => {
    expect(render('path', '/{{v}}', 'top\nsecret')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('top') }),
    );
  });
});

test('renders a secret on request, also through helpers', () => {
  const template = compileTemplate('{{settings.key}}:{{base64 settings.key}}', 'text');
  expect(template.render(SCOPE, { reveal: true })).toBe('k3y:azN5');
});

test('the error names the value that is missing', () => {
  expect(() => compileTemplate('{{date window.start "yyyy" settings.missing}}', 'text').render(SCOPE)).toThrow(
    expect.objectContaining({ details: { name: 'settings.missing' } }),
  );
});

test('lists the names that a template reads', () => {
  const { names } = compileTemplate('{{settings.a}}/{{lower (default job.id b.[c d])}}', 'text');
  expect(names).toEqual([
    ['settings', 'a'],
    ['job', 'id'],
    ['b', 'c d'],
  ]);
});
