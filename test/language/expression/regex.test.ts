import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression, linearRegex } from '../../../engine/language/expression/index.ts';
import { checkSettings } from '../../../engine/manifest/settings.ts';

/** Patterns that step back for hours, each with a text on which they do: without the linear engine the tests hang. */
const HOSTILE: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/^(a+)+$/, `${'a'.repeat(44)}!`],
  [/^(a|a)*$/i, `${'aA'.repeat(22)}!`],
  [/^(\w+\s?)*$/, `${'word '.repeat(12)}!`],
  [/(x+x+)+y/im, 'x'.repeat(44)],
  [/^(?:a{1,30}){1,30}$/, `${'a'.repeat(44)}!`],
  [/^(?:[a-z]+)+\d{20}$/i, 'Ab'.repeat(22)],
  [/^(?:ß|ſ|s)*$/i, `${'sS'.repeat(22)}!`],
];

describe('a regular expression with catastrophic backtracking', () => {
  test.each(HOSTILE)('%s runs in linear time', (pattern, text) => {
    expect(linearRegex(pattern).test(text)).toBe(false);
  });

  const USES = [
    '$replace(t, /^(a+)+$/, "x")',
    '$match(t, /^(a|aa)+$/i)',
    '$split(t, /(a*)*b/)',
    '$contains(t, /^(a|a)*$/i)',
    't ~> /^(a+)+$/',
    '$map([t], function($v){ $match($v, /^(a+)+$/i) })',
    't ~> $replace(/^(a+)+$/, function($m){ "x" })',
    '[$x := t, $contains($x, /^(a+)+$/i)]',
    '$eval("$contains(t, /^(a+)+$/i)")',
    '$eval("$conta" & "ins(t, /^(a+)+$/i)")',
    '$contains(t, /^(a+)+$/i) ?: $contains(t, /^(a|a)+$/i)',
  ];
  test.each(USES)('%s ends, compiled or in the interpreter', async (source) => {
    const text = `${'a'.repeat(44)}!`;
    expect([undefined, false, text, [text], [text, false], []]).toContainEqual(
      await compileExpression(source).evaluate({ t: text }, {}),
    );
  });

  test('also in a thread', async () => {
    const program = `import { linearRegex } from ${JSON.stringify(new URL('../../../engine/language/expression/index.ts', import.meta.url).href)};
      import { parentPort } from 'node:worker_threads';
      parentPort.postMessage(linearRegex(/^(a+)+$/i).test('a'.repeat(44) + '!'));`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
    expect(await new Promise((done) => thread.once('message', done))).toBe(false);
    await thread.terminate();
  });

  test('also as the pattern of a setting', async () => {
    const properties = { name: { type: 'string', title: 'Name', pattern: '^([a-z]+)+$' } } as const;
    const { issues } = await checkSettings({ type: 'object', properties }, { name: `${'a'.repeat(44)}!` });
    expect(issues).toMatchObject([{ rule: 'setting/invalid' }]);
  });
});

describe('patterns without a linear form', () => {
  test.each([
    [/(?=a)b/, 'lookahead'],
    [/(?<=a)b/g, 'lookbehind'],
    [/(?<!a)b/g, 'lookbehind'],
    [/(a)\1/, 'back-reference'],
    [/(?<n>a)\k<n>/, 'back-reference'],
    [/(ab){17}/, 'captures'],
    [/a{20000}/, 'too long'],
    [/(?:(?:a{99}){99}){99}/, 'too long'],
  ])('rejects %s with the reason', (pattern, reason) => {
    expect(() => linearRegex(pattern)).toThrow(
      expect.objectContaining({ code: 'REGEX_NOT_LINEAR', message: expect.stringContaining(reason) }),
    );
  });

  test('an expression with such a pattern does not compile', () => {
    const compiled = () => compileExpression('a ?: $map(b, function($v){ $match($v, /(?!x)y/) })');
    expect(compiled).toThrow(expect.objectContaining({ code: 'REGEX_NOT_LINEAR' }));
  });
});

const ATOMS = ['a', 'b', 'K', 'é', 'ß', '.', '[ab]', '[^b]', '[a-f-]', String.raw`\w`];
const atom = fc.tuple(fc.constantFrom(...ATOMS), fc.constantFrom('', '', '*', '+?', '?', '{0,17}?', '{18}', '{17,}'));
const part = atom.map(([one, count]) => one + count);
// A group's counts are small: nested large ones take the engine that steps back for ever.
const group = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 2 }), fc.constantFrom('', '*', '+?', '?', '{2}'))
  .map(([parts, count]) => `(?:${parts.join('')})${count}`);
const anyPattern = fc
  .array(fc.oneof(part, group, fc.constant(String.raw`\b`)), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(''))
  .chain((one) => fc.constantFrom(one, `${one}|a`, `^${one}`, `${one}$`));
const anyText = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'k', '\u212a', 'É', 'ß', '-', ' '), maxLength: 7 });

const linearOf = (pattern: RegExp) => {
  try {
    return linearRegex(pattern);
  } catch (error) {
    expect(String(error)).toContain('too long');
    return undefined;
  }
};

const matches = (regex: RegExp, text: string) => [...text.matchAll(regex)].map(({ 0: match, index }) => [match, index]);

test('a linear regular expression matches what the pattern matches', () => {
  const property = fc.property(anyPattern, fc.constantFrom('g', 'gi', 'gm', 'gim'), anyText, (source, flags, text) => {
    const pattern = new RegExp(source, flags);
    const linear = linearOf(pattern);
    if (linear === undefined) return;
    const forced = new RegExp(linear.source, `${linear.flags}l`);
    expect(matches(linear, text)).toEqual(matches(pattern, text));
    expect(matches(forced, text)).toEqual(matches(pattern, text));
  });
  fc.assert(property, { numRuns: 1_500, seed: 20_261_130 });
});
