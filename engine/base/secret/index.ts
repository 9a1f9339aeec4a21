export { createEchoes, type Echoes, type Watch } from './echoes.ts';
export { createRedactor, type Redactor, SHORTEST_SECRET } from './redactor.ts';
export { SEAL_BYTES, sealSecrets, unsealSecrets } from './seal.ts';
// `reveal` is left out on purpose: its users import it from secret.ts, where a test sees them.
export { createSecret, isSecret, type Secret } from './secret.ts';
