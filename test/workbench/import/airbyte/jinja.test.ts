import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../../engine/language/expression/index.ts';
import { atom, writePath } from '../../../../engine/workbench/import/airbyte/jinja/code.ts';
import { createEmitter } from '../../../../engine/workbench/import/airbyte/jinja/emit.ts';
import { parseJinja } from '../../../../engine/workbench/import/airbyte/jinja/template.ts';

const INPUT = {
  record: {
    id: 7,
    name: 'Ann',
    at: '2024-02-03T04:05:06Z',
    tags: ['a', 'b'],
    none: null,
    zero: 0,
    nested: { x: { y: 1 } },
    links: [
      { rel: 'self', href: '/1' },
      { rel: 'next', href: '/2' },
    ],
  },
  config: { region: 'eu', flag: true, size: 3 },
};

const emitter = createEmitter({ resolve: (root, steps) => atom(writePath(root, steps)) });

const evaluate = (template: string) => compileExpression(emitter.emit(parseJinja(template)).text).evaluate(INPUT, {});

/** Results that Jinja gives, in the original's environment. */
const CASES: readonly (readonly [template: string, expected: unknown])[] = [
  ['{{ record.id }}', 7],
  ["{{ record['name'] }}", 'Ann'],
  ["{{ record.get('missing', 'x') }}", 'x'],
  ["{{ record.get('nested', {}).get('x', {}).get('y') }}", 1],
  ['{{ record.missing or config.region }}', 'eu'],
  ["{{ 'a' if config.flag else 'b' }}", 'a'],
  ["{{ 'a' if not record.zero else 'b' }}", 'a'],
  ['{{ record.id + 1 }}', 8],
  ["{{ 'n-' ~ record.id }}", 'n-7'],
  ["{{ record.name + '!' }}", 'Ann!'],
  ['n-{{ record.id }}-{{ config.region }}', 'n-7-eu'],
  ['{{ record.id == 7 and config.size < 5 }}', true],
  ['{{ 1 < config.size <= 3 }}', true],
  ['{{ record.none is none }}', true],
  ['{{ record.missing is defined }}', false],
  ['{{ record.missing != 3 }}', true],
  ["{{ 'a' in record.tags }}", true],
  ["{{ 'nn' in record.name }}", true],
  ["{{ 'x' not in record.nested }}", false],
  ["{{ record.tags | join('+') }}", 'a+b'],
  ["{{ ','.join(record.tags) }}", 'a,b'],
  ['{{ record.tags | length }}', 2],
  ['{{ record.name | lower }}', 'ann'],
  ["{{ record.missing | default('d') }}", 'd'],
  ["{{ '12' | int + 1 }}", 13],
  ["{{ record.links | selectattr('rel', 'equalto', 'next') | map(attribute='href') | first }}", '/2'],
  ["{{ record.name | regex_search('(A.)') }}", 'An'],
  ["{{ 'a-b'.split('-')[1] }}", 'b'],
  ['{{ record.at[:10] }}', '2024-02-03'],
  ['{{ record.name[1:] }}', 'nn'],
  ["{{ format_datetime(record.at, '%d/%m/%Y') }}", '03/02/2024'],
  ["{{ format_datetime('03/02/2024', '%Y-%m-%d', '%d/%m/%Y') }}", '2024-02-03'],
  ["{{ (str_to_datetime(record.at) - duration('P1D')).strftime('%Y-%m-%dT%H:%M:%SZ') }}", '2024-02-02T04:05:06Z'],
  ['{{ timestamp(record.at) }}', 1706933106],
  ['{{ str_to_datetime(record.at).day }}', 3],
  ['{{ max(config.size, 5) }}', 5],
  ['{% if config.flag %}on{% else %}off{% endif %}', 'on'],
  ['{% set size = config.size %}{{ size * 2 }}', 6],
  ["{{ 'https://{}/v1'.format(config.region) }}", 'https://eu/v1'],
  ["{{ 'region' in config and 'zone' not in config }}", true],
  ['{# a comment #}{{- record.id -}}', 7],
];

describe('an expression of the template language', () => {
  test.each(CASES)('%s', async (template, expected) => expect(await evaluate(template)).toEqual(expected));

  test.each([
    ['{{ record | hash }}', 'the filter "hash" is not supported'],
    ['{{ generate_uuid() }}', 'the function "generate_uuid" is not supported'],
    ['{{ record.name.title() }}', 'the method "title" is not supported'],
    ['{% for x in record.tags %}{{ x }}{% endfor %}', 'the template contains {% for %}'],
    ["{{ '%s' % record.id }}", 'the template formats a text with %'],
    ["{{ now_utc().strftime('%j') }}", 'the time format "%j" has the unsupported directive %j'],
    ['{{ record.id', 'the template has an expression without an end'],
    [`{{ ${'('.repeat(100)}1 }}`, 'the template has an expression that is too long'],
  ])('%s is refused', (template, reason) => {
    expect(() => emitter.emit(parseJinja(template))).toThrow(reason);
  });
});
