// JavaScript, because the compile cache covers only modules loaded after it is enabled: stripping types without it takes most
// of a start. Arguments: the program to load, and the folder of the cache, if any.
import { enableCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , script, cache] = process.argv;
if (cache !== undefined) enableCompileCache(cache);
await import(pathToFileURL(script).href);
