import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';
import { sizeGate } from './size-gate.ts';

/**
 * Bundles all screens without an editor into one file of 45 kB. As separate chunks they would be thirty files and 20% larger.
 */
const SCREENS = {
  name: 'screens',
  test: /studio\/web\/(?!mapping\/|new-connector\/|guide\/|components\/(?:code-editor|editor-|diff-text))/,
};

/** Builds the page to `dist/` as files only: the Content-Security-Policy refuses inline code. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that support light-dark(): its replacement needs `color-scheme` in the bundle, but tokens.css is not bundled.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: [SCREENS] } } },
  },
  plugins: [sizeGate(250_000), precompress()],
});
