import {
  type ConnectionDraft,
  createConnection,
  type Platform,
  startRun,
  type WorkerParts,
} from '../../engine/index.ts';
import type { ManifestSource } from '../server/studio.ts';

type Settings = NonNullable<ManifestSource['example']>;

/** A connection that the demo brings. */
interface DemoConnection {
  readonly connector: string;
  readonly name: string;
  readonly description: string;
  readonly schedule: ConnectionDraft['schedule'];
  /** Runs at once, so that there is something to see. */
  readonly runs: boolean;
}

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const DEMO_CONNECTIONS: readonly DemoConnection[] = [
  {
    connector: 'hcl-appscan-dast',
    name: 'AppScan (simulated)',
    description: 'Dynamic scans of a simulated vendor on this machine; all data is made up.',
    schedule: null,
    runs: true,
  },
  {
    connector: 'veracode-sca',
    name: 'Veracode SCA (simulated)',
    description: 'Open-source findings of a simulated vendor on this machine; all data is made up.',
    schedule: { type: 'cron', cron: '30 2 * * *', zone: localZone() },
    runs: false,
  },
];

const REST = { select: {}, filters: {}, maps: {}, manualOnly: false, active: true, preserveAbsent: false };

/** Saves the demo's connections to simulated vendors, whose settings `settingsOf` gives, and starts the first one's run. */
export async function saveDemoConnections(
  { platform, queue }: Pick<WorkerParts, 'queue'> & { readonly platform: Platform },
  settingsOf: (connector: string) => Settings,
): Promise<void> {
  for (const { runs, ...one } of DEMO_CONNECTIONS) {
    const draft: ConnectionDraft = { ...REST, ...one, settings: settingsOf(one.connector) };
    // Made up as their data are: nobody has tested them, and the audit log says so.
    const { id } = await createConnection(platform, draft, { force: true });
    if (runs) await startRun(platform, queue, { connection: id, order: { reason: 'manual' } });
  }
}
