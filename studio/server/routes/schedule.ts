import type { FastifyInstance } from 'fastify';
import { findScheduleIssues, formatSchedule, listSlots, type Schedule } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

interface Ask {
  readonly Body: { readonly schedule: unknown; readonly count: number };
}

/** Adds the validation of a schedule, with its next slots. */
export function addScheduleRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  app.post<Ask>(
    '/api/schedule',
    {
      schema: {
        summary: 'Validates a schedule and returns its next slots in local time and UTC',
        body: refTo('ScheduleRequest'),
        response: describeResponses('ScheduleResponse'),
      },
    },
    async ({ body: { schedule: given, count } }) => {
      const issues = findScheduleIssues(given);
      if (issues.length > 0) return { issues, text: '', slots: [] };
      const schedule = given as Schedule;
      return {
        issues,
        text: formatSchedule(schedule),
        slots: listSlots(schedule, { after: platform.clock.now(), count }),
      };
    },
  );
}
