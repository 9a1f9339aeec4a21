// Mapping speed per second of CPU time, compared with the JSONata interpreter and hand-written mappings: `npm run
// bench:map`. Each variant runs the whole stage: expressions, tables, conversions, text sanitizing and schema
// validation.
import jsonata from 'jsonata';
import { createComposer, joinCode, js, refillBudget } from '../../engine/language/expression/index.ts';
import { compileMap, type MapOutcome, type MapSpec } from '../../engine/pipeline/map/index.ts';
import { compileSchemaCheck } from '../../engine/pipeline/map/validate.ts';
import { type HandWritten, PLAIN } from './map/plain.ts';
import { createSubjects, type Subject } from './map/subjects.ts';
import { TUNED } from './map/tuned.ts';
import { Refused } from './map/values.ts';

type Way = (subject: Subject) => void | Promise<void>;

const ROUNDS = 31;
const SLOW_ROUNDS = 9;
const WARM_UP = 15;

const cpuMicros = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

const loadSource = (field: MapSpec['fields'][string]) => (typeof field === 'string' ? field : field.value);

const compileSubject = (
  spec: MapSpec,
): { readonly way: Way; readonly replays: () => number; readonly fallbacks: number } => {
  const map = compileMap(spec);
  const way: Way = ({ units }) => {
    for (const { item, scope } of units) {
      const outcome = map.map(item, scope) as MapOutcome;
      if (outcome.kind === undefined) throw new Error('the map left an item to the interpreter');
    }
  };
  return { way, replays: map.replays, fallbacks: map.listFallbacks().length };
};

type Evaluate = (item: object, scope: object) => unknown;

/** Only the map's expressions, compiled to one function, for a fair comparison with the JSONata interpreter. */
const expressionsOnly = (spec: MapSpec): Way => {
  const maker = createComposer(Date.now);
  const parts = Object.values(spec.fields).map((field) => maker.expression(loadSource(field)));
  const compiledParts = parts.flatMap((part) => ('lines' in part ? [part] : []));
  const values = joinCode(
    compiledParts.map(({ value }) => value.code),
    ', ',
  );
  const evaluate = maker.build([...compiledParts.flatMap(({ lines }) => lines), js`return [${values}];`]) as Evaluate;
  return ({ units }) => {
    for (const { item, scope } of units) {
      refillBudget();
      evaluate(item, scope);
    }
  };
};

const byHand = (map: HandWritten, spec: MapSpec): Way => {
  const check = compileSchemaCheck(spec.schema);
  return ({ units }) => {
    for (const { item, scope } of units) {
      try {
        const record = map(item, scope);
        if (record !== 'skipped' && !check(record)) throw new Refused('not as the schema wants it');
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  };
};

// The JSONata interpreter is measured on expressions only, without tables, conversions and validation.
const interpretPerField = (spec: MapSpec): Way => {
  const fields = Object.values(spec.fields).map((field) => jsonata(loadSource(field)));
  return async ({ units }) => {
    for (const { item, scope } of units) {
      for (const field of fields) await field.evaluate(item, scope).catch(() => undefined);
    }
  };
};

const interpretWhole = (spec: MapSpec): Way => {
  const members = Object.entries(spec.fields).map(
    ([target, field]) => `${JSON.stringify(target)}: (${loadSource(field)})`,
  );
  const whole = jsonata(`{ ${members.join(', ')} }`);
  return async ({ units }) => {
    for (const { item, scope } of units) await whole.evaluate(item, scope).catch(() => undefined);
  };
};

const parsing: Way = ({ texts }) => {
  for (const text of texts) JSON.parse(text);
};

const few = (subject: Subject): Subject => ({ ...subject, units: subject.units.slice(0, 150) });

const sample = async (way: Way, subject: Subject, count: number): Promise<number> => {
  const start = cpuMicros();
  await way(subject);
  return (cpuMicros() - start) / count;
};

const isSlow = (name: string) => name.startsWith('jsonata');

/** Measures all variants in a different order each round, so that garbage collection affects them equally. */
const rotate = <T>(list: readonly T[], by: number): readonly T[] => {
  const at = ((by % list.length) + list.length) % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
};

/** CPU microseconds per item by variant and round. A busy machine slows all variants of a round equally. */
const measure = async (ways: Readonly<Record<string, Way>>, subject: Subject): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [name, way] of rotate(Object.entries(ways), round)) {
      if (isSlow(name) && (round < -1 || round >= SLOW_ROUNDS)) continue;
      const part = isSlow(name) ? few(subject) : subject;
      const micros = await sample(way, part, part.units.length);
      if (round >= 0) times[name]?.push(micros);
    }
  }
  return times;
};

/** Returns the median ratio of the first to the second time over all rounds. */
const ratio = (times: readonly number[], others: readonly number[]): number =>
  median(times.map((time, round) => time / (others[round] ?? Number.NaN)));

/** Verifies that the hand-written mappings produce the same records, without which speed is meaningless. */
const compare = (name: string, subject: Subject, map: HandWritten) => {
  const reference = compileMap(subject.spec);
  let same = 0;
  for (const { item, scope } of subject.units) {
    const outcome = reference.map(item, scope) as MapOutcome;
    if (outcome.kind !== 'record') continue;
    const record = map(item, scope);
    const canonical = (value: object) =>
      JSON.stringify(value, (_, member) =>
        member && typeof member === 'object' && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).sort())
          : member,
      );
    if (canonical(record) !== canonical(outcome.record))
      throw new Error(`${name}: ${subject.name}\n${canonical(record)}\n${canonical(outcome.record)}`);
    same += 1;
  }
  return same;
};

const compileMillis = (spec: MapSpec): number => {
  const start = cpuMicros();
  compileMap(spec);
  return (cpuMicros() - start) / 1000;
};

const perSecond = (micros: number) => `${Math.round(1000 / micros)}k`;
const column = (text: string | number, width: number) => String(text).padStart(width);

const only = process.argv[2];
const rows: string[] = [];
for (const subject of createSubjects()) {
  if (only !== undefined && !subject.name.includes(only)) continue;
  const { spec, name } = subject;
  const plain = PLAIN[name];
  const tuned = TUNED[name];
  if (!plain || !tuned) throw new Error(`no hand-written mapping for ${name}`);
  const records = compare('plain', subject, plain);
  compare('tuned', subject, tuned);
  const millis = compileMillis(spec);
  const { way, replays, fallbacks } = compileSubject(spec);
  const ways: Record<string, Way> = {
    compiled: way,
    expressions: expressionsOnly(spec),
    tuned: byHand(tuned, spec),
    plain: byHand(plain, spec),
    'jsonata, a field each': interpretPerField(spec),
    'jsonata, whole': interpretWhole(spec),
    parsing,
  };
  const times = await measure(ways, subject);
  const all = (key: string) => times[key] ?? [];
  const of = (key: string) => median(all(key));
  const mine = of('compiled');
  const asFast = (key: string, as = 'compiled') => ratio(all(key), all(as));
  rows.push(
    [
      name.padEnd(26),
      column(mine.toFixed(2), 7),
      column(perSecond(mine), 7),
      column(asFast('tuned').toFixed(2), 7),
      column(asFast('plain').toFixed(2), 7),
      column(of('expressions').toFixed(2), 7),
      column(`${Math.round(asFast('jsonata, a field each', 'expressions'))}x`, 8),
      column(`${Math.round(asFast('jsonata, whole', 'expressions'))}x`, 8),
      column(`${Math.round(asFast('jsonata, whole'))}x`, 8),
      column(of('parsing').toFixed(2), 9),
      column(millis.toFixed(0), 9),
      column(fallbacks, 6),
      column(`${((100 * replays()) / (subject.units.length * (ROUNDS + WARM_UP))).toFixed(2)}%`, 8),
      column(records, 8),
    ].join(' '),
  );
}

console.log(`µs: CPU time an item, the whole stage. tuned, plain: mappings by hand, their time as a multiple of it (1.00 is as
fast). alone: the expressions without tables, conversions and checks; jsonata does only them, and its time, an expression
a field or all in one, is a multiple of that. stage: its time, all in one, as a multiple of the whole stage.`);
console.log(
  'map                             µs   rec/s   tuned   plain   alone  a field    whole    stage  parse µs  compile  falls  replay  records',
);
console.log(rows.join('\n'));
