import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';
import { sizeGate } from './size-gate.ts';

/**
 * Code that every screen needs: preact, navigation, the API client, components without an editor, and links to maps: if these
 * were in `screens`, the mapping screen would load all other screens. What loads a map is included, too, so that its data is
 * loaded beside the editor.
 */
const SHELL = {
  name: 'shell',
  test: /rolldown\/runtime|node_modules\/(?:preact|@preact)\/|studio\/web\/(?:main\.tsx|app\/|api\/|styles\/|components\/(?!code-editor|editor-|diff-text)|mapping\/(?:screen|editor|opened-map|share|stored|place|map-samples)\.)/,
};

/**
 * Bundles all screens without an editor into one file. As separate chunks they would be thirty files and 20% larger; in
 * the shell, the mapping screen would load them first.
 */
const SCREENS = {
  name: 'screens',
  test: /studio\/web\/(?:assets|catalogue|connection|connections|findings|inventory|records|run|wizard)\//,
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
    rolldownOptions: { output: { codeSplitting: { groups: [SHELL, SCREENS] } } },
  },
  plugins: [sizeGate(250_000), precompress()],
});
