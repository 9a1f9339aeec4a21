import { join } from 'node:path';

// Run by npm after it has installed a checkout: builds the web page, so that the first start does not have to. Without
// development dependencies there is no bundler, and no page.

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

const vite = await import('vite').catch((error: unknown) => {
  if (isAbsent(error)) return undefined;
  throw error;
});
// The page is always built as it is shipped.
process.env['NODE_ENV'] = 'production';
await vite?.build({ configFile: join(import.meta.dirname, 'web/vite.config.ts'), logLevel: 'error' });
