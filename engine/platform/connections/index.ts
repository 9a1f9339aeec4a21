export { asDraft } from './as-draft.ts';
export { type AuditEntry, type AuditVerdict, type Deed, listAudit, verifyAudit, writeAudit } from './audit.ts';
export { connectionChangeProblems } from './change-problems.ts';
export type { ConnectionChanges } from './changed-draft.ts';
export { asMap, mapIssues, withMap } from './check-map.ts';
export { type Connection, connectionRow, listConnections, type Pause, showConnection } from './connection.ts';
export { createConnection } from './create-connection.ts';
export { type Deleted, deleteConnection, type Inventory, inventoryOf } from './delete-connection.ts';
export {
  diffMaps,
  type FieldChange,
  type MapDiff,
  type MapPlace,
  type MapSample,
  type RecordChange,
} from './diff-maps.ts';
export type { ConnectionDraft } from './draft.ts';
export { connectionProblems } from './draft-context.ts';
export { type EditOptions, editConnection, rotateSecrets } from './edit-connection.ts';
export { type FilterMatches, filterMatches, savedFilterMatches } from './filter-matches.ts';
export { type Keyring, parseKeyring, type VaultKey, vaultKey } from './keyring.ts';
export { likeConnection } from './like-connection.ts';
export { cloneMap, deleteMap, editMap, listMaps, showMap, type TransformMap } from './maps.ts';
export { type KeySource, openKeyring, usedKeyIds } from './open-keyring.ts';
export { originText, secretFields, secretOrigins } from './origins.ts';
export { pauseConnection, resumeConnection } from './pause-connection.ts';
export type { Platform } from './platform.ts';
export { setRisk } from './risk.ts';
export { type Rotated, rotateKeys } from './rotate-keys.ts';
export { dueConnections, endRun, expectRunnable, type RunEnd, scheduleNext, takeSlot } from './scheduling.ts';
export type { SealedSecret } from './sealed-secrets.ts';
export { openSetup, planSetup, type RunSetup, withoutSecrets } from './setup.ts';
export { type ConnectionState, EDGES, isLegal, type Move, moveState, STATES } from './state.ts';
export { testConnection, testNewConnection } from './test-connection.ts';
export { type SaveOptions, testDraft } from './tested.ts';
export { type Binding, openText, type Sealing, sealText, VAULT_BYTES } from './vault.ts';
