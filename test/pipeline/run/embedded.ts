/** Program that embeds the engine: `node embedded.ts <manifest file> <config file>` prints the run's report. */
import { readFile } from 'node:fs/promises';
import { compileConnector, createPorts, noState, run } from '../../../engine/index.ts';

const [manifest, config] = await Promise.all(process.argv.slice(2).map(async (file) => readFile(file, 'utf8')));
const connector = await compileConnector(JSON.parse(manifest ?? ''), JSON.parse(config ?? ''));
const ports = createPorts({ allowPrivate: true });
const job = { runId: 'embedded', sinks: [], stateStore: noState, fingerprint: '', full: true };
const { error, entities } = await run(connector, job, ports);
await ports.close();
process.stdout.write(JSON.stringify({ error, ...entities.finding }));
