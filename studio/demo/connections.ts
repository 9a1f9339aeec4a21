import {
  type ConnectionDraft,
  createConnection,
  type Platform,
  startRun,
  type WorkerParts,
} from '../../engine/index.ts';
import type { ManifestSource } from '../server/studio.ts';

type Settings = NonNullable<ManifestSource['example']>;

/** Connection that the demo creates. */
interface DemoConnection {
  readonly connector: string;
  readonly name: string;
  readonly description: string;
  readonly schedule: ConnectionDraft['schedule'];
  /** Starts a run immediately, so that the demo has data. */
  readonly runs: boolean;
}

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const DEMO_CONNECTIONS: readonly DemoConnection[] = [
  {
    connector: 'hcl-appscan-dast',
    name: 'AppScan (simulated)',
    description: 'Dynamic scans of a simulated vendor on this machine. All data is generated.',
    schedule: null,
    runs: true,
  },
  {
    connector: 'veracode-sca',
    name: 'Veracode SCA (simulated)',
    description: 'Open-source findings of a simulated vendor on this machine. All data is generated.',
    schedule: { type: 'cron', cron: '30 2 * * *', zone: localZone() },
    runs: false,
  },
];

const DEFAULTS = { select: {}, filters: {}, maps: {}, manualOnly: false, active: true, preserveAbsent: false };

/** Saves the connections of the demo, with the settings that `settingsOf` returns, and starts the run of the first one. */
export async function saveDemoConnections(
  { platform, queue }: Pick<WorkerParts, 'queue'> & { readonly platform: Platform },
  settingsOf: (connector: string) => Settings,
): Promise<void> {
  for (const { runs, ...one } of DEMO_CONNECTIONS) {
    const draft: ConnectionDraft = { ...DEFAULTS, ...one, settings: settingsOf(one.connector) };
    // Saved without a connection test, as the audit log records.
    const { id } = await createConnection(platform, draft, { force: true });
    if (runs) await startRun(platform, queue, { connection: id, order: { reason: 'manual' } });
  }
}
