import { enableCompileCache } from 'node:module';

// Sandbox children share the cache of the process that starts them, as they do when the program starts them.
enableCompileCache();
