import { defineConfig } from 'vite';
import { sizeGate } from './size-gate.ts';

/** Everything that the page loads is in `dist/`, as files: nothing inline, which its Content-Security-Policy would refuse. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  plugins: [sizeGate(250_000)],
});
