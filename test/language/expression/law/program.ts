import { BUILTIN_NAMES } from '../../../../engine/language/expression/builtins.ts';
import { anyName, NUMBERS, TEXTS } from './payload.ts';
import type { Random } from './random.ts';

/** Context in which an expression is generated: remaining depth, and the variables in scope. */
interface Site {
  readonly random: Random;
  readonly depth: number;
  readonly variables: readonly string[];
  readonly functions: readonly string[];
}

type Make = (site: Site) => string;

const deeper = (site: Site): Site => ({ ...site, depth: site.depth - 1 });
const withVariables = (site: Site, ...names: string[]): Site => ({ ...site, variables: [...site.variables, ...names] });

const sub: Make = (site) => expression(deeper(site));

const quotedName = (name: string) =>
  /^[a-z]+$/i.test(name) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(name) ? name : `\`${name}\``;

const arbitraryName: Make = ({ random }) => quotedName(anyName(random));
const text: Make = ({ random }) => JSON.stringify(random.pick(TEXTS));
const number: Make = ({ random }) => {
  const value = random.pick(NUMBERS);
  return value < 0 ? `(${value})` : String(value).replace('+', '');
};
const variable: Make = ({ random, variables }) => `$${random.pick(variables)}`;
const literal: Make = (site) =>
  site.random.pick([text, number, text, number, () => site.random.pick(['true', 'false', 'null'])])(site);

const REGEXES = ['/a/', '/[ab]/', '/(a)(b)?/', '/X/i', '/\\d+/', '/a*/', '/b$/', '/(.)/'] as const;

const step: Make = (site) => {
  const { random } = site;
  const kind = site.depth <= 0 ? 0 : random.below(24);
  if (kind < 15) return arbitraryName(site);
  const parts: readonly Make[] = [
    () => '*',
    () => '**',
    (at) => `(${sub(at)})`,
    (at) =>
      `$${random.pick(['string', 'uppercase', 'keys', 'count', 'sum', 'type', 'number', 'exists', 'spread'])}(${random.chance(0.3) ? '' : sub(at)})`,
    (at) => object(at),
    (at) => list(at),
    () => '%',
    () => '$',
    (at) => variable(at),
  ];
  return random.pick(parts)(site);
};

const predicate: Make = (site) => {
  const { random } = site;
  const parts: readonly Make[] = [
    () => `[${random.pick([0, 1, -1, -1, 2, 0.5])}]`,
    () => `[${random.pick([0, -1])}]`,
    () => '[]',
    (at) => `[${arbitraryName(at)} = ${literal(at)}]`,
    (at) => `[${arbitraryName(at)}]`,
    (at) => `[${sub(at)}]`,
    (at) => `[$ ${random.pick(['=', '>', '!=', 'in'])} ${literal(at)}]`,
    () => '[[0..1]]',
  ];
  return random.pick(parts)(site);
};

const arbitraryCarried: Make = (site) => (site.random.chance(0.18) ? predicate(site) : '');

const bindings: Make = ({ random }) => (random.chance(0.04) ? random.pick(['@$v', '#$i', '@$w']) : '');

const order: Make = (site) =>
  `^(${site.random.pick(['', '>', '<'])}${site.random.pick([arbitraryName, () => '$', sub])(site)}${site.random.chance(0.3) ? `, ${arbitraryName(site)}` : ''})`;

const group: Make = (site) =>
  `{${site.random.pick([arbitraryName, text, (at: Site) => `$string(${arbitraryName(at)})`])(site)}: ${sub(site)}}`;

const path: Make = (site) => {
  const { random } = site;
  const head = random.pick([
    arbitraryName,
    arbitraryName,
    arbitraryName,
    arbitraryName,
    () => '$',
    () => '$$',
    variable,
    step,
    () => random.pick(NATIVES),
  ])(site);
  const inner = withVariables(site, 'v', 'i');
  let made = head + bindings(site) + arbitraryCarried(site);
  for (let more = random.pick([0, 0, 1, 1, 2, 3]); more > 0; more -= 1)
    made += `.${step(inner)}${bindings(site)}${arbitraryCarried(inner)}`;
  if (random.chance(0.07)) made += order(inner);
  if (random.chance(0.05)) made += arbitraryCarried(inner);
  if (random.chance(0.06)) made += group(inner);
  return made;
};

const OPERATORS = ['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', '&', '=', 'and', 'or', 'in'] as const;

const binary: Make = (site) => `${operand(site)} ${site.random.pick(OPERATORS)} ${operand(site)}`;
const operand: Make = (site) => site.random.pick([path, path, literal, sub])(site);
const range: Make = ({ random }) => `[${random.pick([0, 1, -1])}..${random.pick([0, 2, 3])}]`;
const condition: Make = (site) => `(${sub(site)} ? ${sub(site)}${site.random.chance(0.8) ? ` : ${sub(site)}` : ''})`;
const coalesce: Make = (site) => `(${sub(site)} ${site.random.pick(['??', '?:'])} ${sub(site)})`;
const negative: Make = (site) => `-${site.random.pick([path, number, sub])(site)}`;

const list: Make = (site) => {
  const members = Array.from({ length: site.random.below(4) }, () =>
    site.random.pick([sub, path, literal, range])(site),
  );
  return `[${members.join(', ')}]${site.random.chance(0.2) ? predicate(site) : ''}`;
};

const object: Make = (site) => {
  const members = Array.from({ length: site.random.below(4) }, (_, at) => {
    const key = site.random.chance(0.85)
      ? JSON.stringify(site.random.chance(0.2) ? anyName(site.random) : `k${at}`)
      : path(site);
    return `${key}: ${sub(site)}`;
  });
  return `{${members.join(', ')}}`;
};

const VARIABLES = ['x', 'y', 'z'] as const;

const block: Make = (site) => {
  const { random } = site;
  let inner = deeper(site);
  const parts: string[] = [];
  for (let at = random.below(3); at > 0; at -= 1) {
    const name = random.pick(VARIABLES);
    parts.push(random.chance(0.8) ? `$${name} := ${expression(inner)}` : expression(inner));
    inner = withVariables(inner, name);
  }
  return `(${[...parts, expression(inner)].join('; ')})${random.chance(0.2) ? predicate(site) : ''}`;
};

const lambda = (site: Site, parameters: readonly string[]): string => {
  const { random } = site;
  const sign = random.chance(0.08) ? random.pick(['<x:x>', '<s:s>', '<n-:n>', '<a:x>', '<x-:x>']) : '';
  return `function(${parameters.map((name) => `$${name}`).join(', ')})${parameters.length === 1 ? sign : ''}{ ${expression(withVariables(deeper(site), ...parameters))} }`;
};

const NATIVES = [
  '$string',
  '$uppercase',
  '$count',
  '$sum',
  '$substring',
  '$exists',
  '$length',
  '$type',
  '$not',
  '$keys',
  '$map',
  '$append',
] as const;

const callback = (site: Site, parameters: readonly string[]): string => {
  const { random } = site;
  if (random.chance(0.15)) return random.pick(NATIVES);
  if (random.chance(0.05)) return `$substring(?, ${random.below(3)})`;
  return lambda(site, parameters.slice(0, 1 + random.below(parameters.length)));
};

const arbitraryCall: Make = (site) => `${lambda(site, ['q'])}(${sub(site)})`;

const recursive: Make = (site) => {
  const { random } = site;
  const rest = random.pick([
    '$f($n - 1)',
    '$n * $f($n - 1)',
    '[$n, $f($n - 1)]',
    '$f($n - 1) & "x"',
    '$map([$n - 1], $f)',
    '$append($n, $f($n - 1))',
  ]);
  return `($f := function($n){ $n <= 0 ? ${sub(site)} : ${rest} }; $f(${random.below(4)}))`;
};

const arbitraryApply: Make = (site) => {
  const { random } = site;
  const right = random.pick<Make>([
    () => random.pick(NATIVES),
    (at) => lambda(at, ['q']),
    () => '$substring(1)',
    (at) => `$map(${callback(at, ['q', 'r'])})`,
    () => '$uppercase ~> $length',
    () => '$sum()',
    (at) => transform(at),
    () => `$join("-")${random.chance(0.3) ? '[0]' : ''}`,
  ]);
  return `(${sub(site)} ~> ${right(site)})`;
};

const partial: Make = (site) => {
  const { random } = site;
  const made = random.pick([
    `$substring(?, ${random.below(3)})`,
    `$append(?, ${sub(site)})`,
    `$join(?, "-")`,
    `function($m, $n){ $m & $n }(?, ${sub(site)})`,
    `$map(?, function($u){ $u })`,
    `$contains(?, "a")`,
    `$sum(?)`,
    openBuiltin(site),
    openBuiltin(site),
  ]);
  return `(${made})(${sub(site)})`;
};

const transform: Make = (site) =>
  `| ${site.random.pick([arbitraryName, () => '$', () => '**', path])(site)} | ${site.random.pick([object, object, sub])(site)}${site.random.chance(0.4) ? `, ${site.random.pick([text, list, () => '["a", "b"]'])(site)}` : ''} |`;

const arbitraryTransform: Make = (site) =>
  `(${site.random.pick([() => '$', arbitraryName, () => '$$'])(site)} ~> ${transform(site)})`;

const matcher: Make = (site) => {
  const { random } = site;
  return random.chance(0.92)
    ? random.pick(REGEXES)
    : `function($t){ ${random.pick(['undefined', '{"match":"a","start":0,"end":1,"groups":[],"next":function(){ $none }}'])} }`.replace(
        'undefined',
        '$none',
      );
};

const one =
  (name: string, argument: Make = sub): Make =>
  (site) =>
    `$${name}(${argument(site)})`;
const two =
  (name: string, first: Make, second: Make): Make =>
  (site) =>
    `$${name}(${first(site)}, ${second(site)})`;

const someText: Make = (site) => site.random.pick([text, path, sub, (at: Site) => `$string(${sub(at)})`])(site);
const someNumber: Make = (site) => site.random.pick([number, number, path, sub])(site);
const someList: Make = (site) => site.random.pick([list, path, path, range, sub])(site);
const someObject: Make = (site) => site.random.pick([object, path, () => '$', sub])(site);
const someToken: Make = (site) => site.random.pick([text, text, matcher])(site);

const replacement: Make = (site) =>
  site.random.pick([
    text,
    () => '"<$0$1$2$$$>"',
    (at: Site) => `function($m){ ${at.random.pick(['$m.match', '$uppercase($m.match)', '"-"', '$m.groups[0]'])} }`,
  ])(site);

/** Those whose answer is the same each time, and asks no clock. */
const ANY_BUILTIN = BUILTIN_NAMES.filter(
  (name) => !['eval', 'random', 'shuffle', 'now', 'millis', 'toMillis'].includes(name),
);

const anyArgument: Make = (site) =>
  site.random.pick([sub, path, literal, (at: Site) => callback(at, ['q', 'r']), matcher, () => 'missing'])(site);

const anyArguments = (site: Site): string[] => Array.from({ length: site.random.below(4) }, () => anyArgument(site));

/** `$f(?, a)`: any built-in with some of its arguments open. */
const openBuiltin: Make = (site) => {
  const args = anyArguments(site).map((argument) => (site.random.chance(0.3) ? '?' : argument));
  return `$${site.random.pick(ANY_BUILTIN)}(${['?', ...args].sort(() => site.random.pick([-1, 1])).join(', ')})`;
};

const withLimit = (call: string, site: Site) =>
  site.random.chance(0.3) ? `${call}, ${site.random.pick([0, 1, 2, -1, 1.5, '"1"', 'missing', 'true'])})` : `${call})`;

const BUILTINS: readonly Make[] = [
  ...['abs', 'ceil', 'floor', 'sqrt', 'formatBase'].map((name) => one(name, someNumber)),
  ...[
    'uppercase',
    'lowercase',
    'length',
    'trim',
    'base64encode',
    'base64decode',
    'encodeUrl',
    'encodeUrlComponent',
  ].map((name) => one(name, someText)),
  ...['decodeUrl', 'decodeUrlComponent'].map((name) => one(name, someText)),
  ...['sum', 'max', 'min', 'average', 'count', 'reverse', 'distinct', 'sort', 'merge', 'zip', 'single'].map((name) =>
    one(name, someList),
  ),
  ...['string', 'number', 'boolean', 'not', 'exists', 'type', 'keys', 'spread', 'clone'].map((name) => one(name)),
  two('append', sub, sub),
  two('lookup', someObject, (site) => JSON.stringify(anyName(site.random))),
  two('lookup', someObject, sub),
  two('power', someNumber, someNumber),
  two('round', someNumber, ({ random }) => random.pick(['0', '1', '-1'])),
  one('round', someNumber),
  two('formatBase', someNumber, ({ random }) => random.pick(['2', '16', '37'])),
  two('formatNumber', someNumber, ({ random }) => random.pick(['"#,##0.00"', '"000"', '"0.0e0"', '"01%"'])),
  two(
    'formatInteger',
    ({ random }) => random.pick(['1', '12', '100']),
    ({ random }) => random.pick(['"w"', '"I"', '"001"', '"a"']),
  ),
  two(
    'parseInteger',
    ({ random }) => random.pick(['"12"', '"xii"', '"twelve"']),
    ({ random }) => random.pick(['"0"', '"i"', '"w"']),
  ),
  one('toMillis', ({ random }) => random.pick(['"2024-01-02T03:04:05Z"', '"2024"', 'a', '"x"'])),
  two(
    'toMillis',
    () => '"03/04/2024"',
    () => '"[M01]/[D01]/[Y0001]"',
  ),
  one('fromMillis', ({ random }) => random.pick(['0', '1700000000000', 'a'])),
  two(
    'fromMillis',
    () => '1700000000000',
    ({ random }) => random.pick(['"[Y]-[M01]"', '"[FNn] [D1o]"', 'a']),
  ),
  two('substringBefore', someText, someText),
  two('substringAfter', someText, someText),
  two('substring', someText, someNumber),
  (site) => `$substring(${someText(site)}, ${number(site)}, ${number(site)})`,
  (site) => `$pad(${someText(site)}, ${site.random.pick(['3', '-4', '0'])}${site.random.chance(0.4) ? ', "#"' : ''})`,
  two('contains', someText, someToken),
  (site) => withLimit(`$split(${someText(site)}, ${someToken(site)}`, site),
  (site) => withLimit(`$match(${someText(site)}, ${matcher(site)}`, site),
  (site) => withLimit(`$replace(${someText(site)}, ${someToken(site)}, ${replacement(site)}`, site),
  one('join', someList),
  two('join', someList, text),
  (site) => `$map(${someList(site)}, ${callback(site, ['q', 'r', 's'])})`,
  (site) => `$filter(${someList(site)}, ${callback(site, ['q', 'r', 's'])})`,
  (site) => `$single(${someList(site)}, ${callback(site, ['q', 'r'])})`,
  (site) =>
    `$reduce(${someList(site)}, ${callback(site, ['q', 'r'])}${site.random.chance(0.4) ? `, ${sub(site)}` : ''})`,
  (site) =>
    `$reduce(${someList(site)}, function($q, $r){ ${site.random.pick(['$q + $r', '$q & $r', '$append($q, $r)'])} })`,
  (site) => `$each(${someObject(site)}, ${callback(site, ['q', 'r'])})`,
  (site) => `$sift(${someObject(site)}, ${callback(site, ['q', 'r'])})`,
  (site) =>
    `$sort(${someList(site)}, ${site.random.pick([(at: Site) => callback(at, ['q', 'r']), () => 'function($q, $r){ $q > $r }', () => 'function($q, $r){ $string($q) < $string($r) }'])(site)})`,
  two('zip', someList, someList),
  one('merge', (site) => `[${object(site)}, ${someObject(site)}]`),
  one('count', one('shuffle', someList)),
  one('type', () => '$random()'),
  one('type', () => '$millis()'),
  one('length', () => '$now()'),
  one('error', text),
  two('assert', sub, text),
  (site) =>
    `$eval(${JSON.stringify(expression({ ...deeper(site), depth: Math.min(site.depth - 1, 1) }))}${site.random.chance(0.3) ? `, ${sub(site)}` : ''})`,
  // Any built-in with arguments that its signature does not want.
  (site) => `$${site.random.pick(ANY_BUILTIN)}(${anyArguments(site).join(', ')})`,
  (site) => `$${site.random.pick(ANY_BUILTIN)}(${anyArguments(site).join(', ')})`,
];

const builtin: Make = (site) => site.random.pick(BUILTINS)(site) + (site.random.chance(0.06) ? predicate(site) : '');

const SHALLOW: readonly Make[] = [path, path, path, literal, variable];
const DEEP: readonly Make[] = [
  ...[
    path,
    path,
    path,
    path,
    path,
    literal,
    literal,
    variable,
    binary,
    binary,
    binary,
    condition,
    coalesce,
    negative,
    list,
    object,
  ],
  ...[
    block,
    block,
    builtin,
    builtin,
    builtin,
    builtin,
    builtin,
    builtin,
    arbitraryCall,
    recursive,
    arbitraryApply,
    partial,
    arbitraryTransform,
  ],
];

const expression: Make = (site) => site.random.pick(site.depth <= 0 ? SHALLOW : DEEP)(site);

/** The text of an expression; it may fail, but it mostly parses. */
export const anyProgram = (random: Random): string =>
  expression({ random, depth: random.pick([1, 2, 2, 3, 3]), variables: ['p', 'settings', 'p', 'none'], functions: [] });
