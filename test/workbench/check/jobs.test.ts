import { expect, test } from 'vitest';
import { compileConnector, createPorts, runConnectionTest } from '../../../engine/index.ts';
import { createExportManifest, startExportVendor } from '../../pipeline/run/export-vendor.ts';

test('a connection test creates a job of each stream that has one, and aborts it', async () => {
  const vendor = await startExportVendor();
  const abort = { method: 'POST', path: '/cancel', query: { of: '{{job.location}}' }, repeatable: true } as const;
  const connector = await compileConnector(createExportManifest({ abort }), { settings: vendor.config.settings });
  const ports = createPorts({ allowPrivate: true });
  try {
    const { checks } = await runConnectionTest(connector, { ports, allowPrivate: true });
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
  } finally {
    await ports.close();
  }
  expect(vendor.asked.filter((target) => target.startsWith('POST'))).toEqual([
    'POST /exports',
    'POST /cancel?of=%2Fexports%2F1',
  ]);
  expect(vendor.files.asked).toEqual([]);
});
