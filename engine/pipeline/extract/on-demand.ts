/** Loads a module on its first use, once. */
const createLoader = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

// Most connectors read neither CSV, XML nor archives.
export const loadCsvParser = createLoader(() => import('csv-parse'));
export const loadXmlTree = createLoader(() => import('./decoders/xml-tree.ts'));
export const loadZipReader = createLoader(() => import('./containers/zip.ts'));

/** Loads the modules of all formats, for a process that cannot load modules later. */
export const loadDecoders = async (): Promise<void> => {
  await Promise.all([loadCsvParser(), loadXmlTree(), loadZipReader()]);
};
