import type { FastifyInstance } from 'fastify';
import { type Schedule, scheduleIssues, scheduleText, slots } from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { answers } from './answers.ts';

interface Ask {
  readonly Body: { readonly schedule: unknown; readonly count: number };
}

/** The next slots of a schedule that is being written, or what is wrong with it. */
export function scheduleRoutes(app: FastifyInstance, { parts: { platform } }: Studio): void {
  app.post<Ask>(
    '/api/schedule',
    {
      schema: {
        summary: 'The next slots of a schedule, in local time and UTC',
        body: refTo('ScheduleRequest'),
        response: answers('ScheduleAnswer'),
      },
    },
    async ({ body: { schedule: given, count } }) => {
      const issues = scheduleIssues(given);
      if (issues.length > 0) return { issues, text: '', slots: [] };
      const schedule = given as Schedule;
      return { issues, text: scheduleText(schedule), slots: slots(schedule, { after: platform.clock.now(), count }) };
    },
  );
}
