import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest: one of them at the end would keep one worker busy while the other waits. */
const SLOW = [
  'cli/output',
  'faults/faults',
  'pipeline/run/sync',
  'cli/studio',
  'cli/cli',
  'studio/server/platform',
  'manifests/checkmarx-one-dast',
  'manifests/strict',
  'platform/observe/worker',
  'pipeline/run/kill',
];

const isSlow = ({ moduleId }: TestSpecification): boolean =>
  SLOW.some((name) => moduleId.endsWith(`/test/${name}.test.ts`));

/** Starts the slow files first, and the others in Vitest's order. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
