import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/schedule.schema.json' with { type: 'json' };
import { engineError } from '../../base/errors/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import { isZone, parseLocal } from '../../base/time/index.ts';
import { findCronProblem } from './cron.ts';
import type { Schedule } from './schedule.generated.ts';
import { findNextSlot } from './slots.ts';

/** What is wrong with a schedule: where (a JSON pointer into it), what, and what to write instead. */
export interface ScheduleIssue {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

const FORMS =
  'Write {"type": "once", "at", "zone"}, {"type": "interval", "every", "unit", "start", "zone"} or {"type": "cron", "cron", "zone"}.';
const TIME_FIX = 'Give a local time such as 2026-12-01T02:30, or a date such as 2026-12-01.';
const ZONE_FIX = 'Give an IANA name such as Europe/Berlin or UTC.';
const CRON_FIX = 'Write minute, hour, day, month, day of the week, such as 30 2 * * MON-FRI.';

/** What to write in place of a value that is not taken, by its place. */
const FIXES: Readonly<Record<string, string>> = {
  '/cron': CRON_FIX,
  '/every': 'Give a whole number from 1 to 9999.',
  '/unit': 'Give minutes, hours, days, weeks or months.',
  '/zone': ZONE_FIX,
};

let validate: ValidateFunction | undefined;

const describeError = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'required') return `"${params['missingProperty']}" is missing`;
  if (keyword === 'additionalProperties') return `"${params['additionalProperty']}" does not belong here`;
  if (keyword === 'enum') return `must be one of ${params['allowedValues']?.join(', ')}`;
  if (keyword === 'pattern') return 'is not written as a time';
  if (keyword === 'minLength') return 'is too short';
  if (keyword === 'minimum' || keyword === 'maximum') return 'is out of range';
  if (keyword === 'discriminator') return 'has no "type" of once, interval or cron';
  return message ?? 'is not valid';
};

/** By the schema. */
function findShapeIssues(value: unknown): ScheduleIssue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path: '', message: 'must be an object', fix: FORMS }];
  validate ??= createSchemaCompiler({ allErrors: true, discriminator: true }).compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({
    path: error.instancePath,
    message: describeError(error),
    fix: error.keyword === 'pattern' ? TIME_FIX : (FIXES[error.instancePath] ?? FORMS),
  }));
}

/** What no schema can tell, as sentences. */
const RULES: Readonly<Record<string, (schedule: Schedule) => ScheduleIssue | undefined>> = {
  'the zone is one that there is': ({ zone }) =>
    isZone(zone) ? undefined : { path: '/zone', message: `"${zone}" is not a time zone`, fix: ZONE_FIX },
  'times are in the calendar': (schedule) => {
    for (const key of ['at', 'start', 'end'] as const) {
      const text = (schedule as Readonly<Partial<Record<typeof key, string>>>)[key];
      if (text !== undefined && parseLocal(text) === undefined)
        return { path: `/${key}`, message: `"${text}" is not in the calendar`, fix: TIME_FIX };
    }
    return undefined;
  },
  'the end lies behind the start': (schedule) => {
    const { start, end } = schedule as { readonly start?: string; readonly end?: string };
    if (start === undefined || end === undefined) return undefined;
    // A date alone is the whole day.
    const [first, last] = [parseLocal(start), parseLocal(end.includes('T') ? end : `${end}T23:59`)];
    if (first === undefined || last === undefined || first <= last) return undefined;
    return { path: '/end', message: `"${end}" lies before the start, "${start}"`, fix: 'Give an end after the start.' };
  },
  'a cron expression can be read': (schedule) => {
    const problem = schedule.type === 'cron' ? findCronProblem(schedule.cron) : undefined;
    return problem === undefined ? undefined : { path: '/cron', message: `is not usable: ${problem}`, fix: CRON_FIX };
  },
};

/** The end lies before the first slot, or the cron expression names a day that no month has. */
const findEmptyIssue = (schedule: Schedule): ScheduleIssue[] =>
  findNextSlot(schedule, 0) === undefined
    ? [{ path: '', message: 'names no time at all', fix: 'Give an end after its start, and days that there are.' }]
    : [];

/** Everything that is wrong with a value as a schedule; none when it can be used. */
export function findScheduleIssues(value: unknown): readonly ScheduleIssue[] {
  const shape = findShapeIssues(value);
  if (shape.length > 0) return shape;
  const schedule = value as Schedule;
  const issues = Object.values(RULES).flatMap((rule) => rule(schedule) ?? []);
  return issues.length > 0 ? issues : findEmptyIssue(schedule);
}

/** A value as a schedule. Throws SCHEDULE_INVALID with the first thing that is wrong. */
export function parseSchedule(value: unknown): Schedule {
  const [issue] = findScheduleIssues(value);
  if (!issue) return value as Schedule;
  throw engineError('SCHEDULE_INVALID', { path: issue.path || '/', problem: issue.message, fix: issue.fix });
}
