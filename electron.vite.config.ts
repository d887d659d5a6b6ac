import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import renderer from './renderer/vite.config.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Three builds: the core with its threads, the bridge, and the page (`npx vite build renderer` builds the page alone, for the browser shell). */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: { electron: at('main/electron/electron.ts'), 'reader-thread': at('main/bridge/reader-thread.ts'), 'writer-thread': at('main/sync/writer-thread.ts') },
        // Threads and shared parts lie side by side: each finds the others beside its own file.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: { input: { index: at('preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: { ...renderer, root: at('renderer'), build: { ...renderer.build, outDir: at('out/renderer'), rolldownOptions: { input: at('renderer/index.html') } } },
});
