import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/schedule.schema.json' with { type: 'json' };
import { engineError } from '../../base/errors/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import { isZone, parseLocal } from '../../base/time/index.ts';
import { findCronProblem } from './cron.ts';
import type { Schedule } from './schedule.generated.ts';
import { findNextSlot } from './slots.ts';

/** Problem of a schedule: its position (a JSON pointer), a message and a fix. */
export interface ScheduleIssue {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

const FORMS =
  'Use {"type": "once", "at", "zone"}, {"type": "interval", "every", "unit", "start", "zone"} or {"type": "cron", "cron", "zone"}.';
const TIME_FIX = 'Use a local time such as 2026-12-01T02:30, or a date such as 2026-12-01.';
const ZONE_FIX = 'Use an IANA name such as Europe/Berlin or UTC.';
const CRON_FIX = 'Use minute, hour, day of the month, month and day of the week, such as 30 2 * * MON-FRI.';

/** Fixes for invalid values, by position. */
const FIXES: Readonly<Record<string, string>> = {
  '/cron': CRON_FIX,
  '/every': 'Use an integer from 1 to 9999.',
  '/unit': 'Use minutes, hours, days, weeks or months.',
  '/zone': ZONE_FIX,
};

let validate: ValidateFunction | undefined;

const describeError = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'required') return `"${params['missingProperty']}" is missing`;
  if (keyword === 'additionalProperties') return `"${params['additionalProperty']}" is not a known key`;
  if (keyword === 'enum') return `must be one of ${params['allowedValues']?.join(', ')}`;
  if (keyword === 'pattern') return 'is not a valid time';
  if (keyword === 'minLength') return 'is too short';
  if (keyword === 'minimum' || keyword === 'maximum') return 'is out of range';
  if (keyword === 'discriminator') return '"type" must be once, interval or cron';
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

/** Rules that a schema cannot express. */
const RULES: Readonly<Record<string, (schedule: Schedule) => ScheduleIssue | undefined>> = {
  'the time zone is known': ({ zone }) =>
    isZone(zone) ? undefined : { path: '/zone', message: `unknown time zone "${zone}"`, fix: ZONE_FIX },
  'times are valid': (schedule) => {
    for (const key of ['at', 'start', 'end'] as const) {
      const text = (schedule as Readonly<Partial<Record<typeof key, string>>>)[key];
      if (text !== undefined && parseLocal(text) === undefined)
        return { path: `/${key}`, message: `"${text}" is not a valid date or time`, fix: TIME_FIX };
    }
    return undefined;
  },
  'the end is after the start': (schedule) => {
    const { start, end } = schedule as { readonly start?: string; readonly end?: string };
    if (start === undefined || end === undefined) return undefined;
    // A date alone is the whole day.
    const [first, last] = [parseLocal(start), parseLocal(end.includes('T') ? end : `${end}T23:59`)];
    if (first === undefined || last === undefined || first <= last) return undefined;
    return {
      path: '/end',
      message: `the end "${end}" is before the start "${start}"`,
      fix: 'Use an end after the start.',
    };
  },
  'the cron expression is valid': (schedule) => {
    const problem = schedule.type === 'cron' ? findCronProblem(schedule.cron) : undefined;
    return problem === undefined
      ? undefined
      : { path: '/cron', message: `invalid cron expression: ${problem}`, fix: CRON_FIX };
  },
};

/** Finds schedules without a slot: the end is before the first one, or the cron expression names a day that no month has. */
const findEmptyIssue = (schedule: Schedule): ScheduleIssue[] =>
  findNextSlot(schedule, 0) === undefined
    ? [
        {
          path: '',
          message: 'the schedule never occurs',
          fix: 'Use an end after the first occurrence, and days that exist.',
        },
      ]
    : [];

/** Returns all problems of a value as a schedule; none when it is valid. */
export function findScheduleIssues(value: unknown): readonly ScheduleIssue[] {
  const shape = findShapeIssues(value);
  if (shape.length > 0) return shape;
  const schedule = value as Schedule;
  const issues = Object.values(RULES).flatMap((rule) => rule(schedule) ?? []);
  return issues.length > 0 ? issues : findEmptyIssue(schedule);
}

/** Parses a schedule. Throws SCHEDULE_INVALID with the first problem. */
export function parseSchedule(value: unknown): Schedule {
  const [issue] = findScheduleIssues(value);
  if (!issue) return value as Schedule;
  throw engineError('SCHEDULE_INVALID', { path: issue.path || '/', problem: issue.message, fix: issue.fix });
}
