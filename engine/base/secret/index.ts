export { createEchoes, type Echoes, type Watch } from './echoes.ts';
export { type Redactor, redactor, SHORTEST_SECRET } from './redaction.ts';
export { SEAL_BYTES, seal, unseal } from './seal.ts';
// `reveal` is left out on purpose: its users import it from secret.ts, where a test sees them.
export { isSecret, type Secret, secret } from './secret.ts';
