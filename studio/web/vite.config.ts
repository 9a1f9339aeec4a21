import { defineConfig } from 'vite';
import { sizeGate } from './size-gate.ts';

/**
 * The screens that need no editor are one file of 45 kB: by themselves, and what they share by itself, they would be
 * thirty, and a fifth larger.
 */
const SCREENS = {
  name: 'screens',
  test: /studio\/web\/(?!mapping\/|guide\/|components\/(?:code-editor|editor-|type-over|change-between))/,
};

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
    rolldownOptions: { output: { codeSplitting: { groups: [SCREENS] } } },
  },
  plugins: [sizeGate(250_000)],
});
