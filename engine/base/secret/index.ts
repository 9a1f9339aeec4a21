export { createEchoes, type Echoes, type Watch } from './echoes.ts';
export { redactJson } from './redact-json.ts';
export { createRedactor, type Redactor, SHORTEST_SECRET } from './redactor.ts';
export { SEAL_BYTES, sealSecrets, unsealSecrets } from './seal.ts';
// Not exported: `revealSecret`. Its users import it from secret.ts, where a test lists them.
export { createSecret, isSecret, type Secret } from './secret.ts';
