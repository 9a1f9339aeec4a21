export { listSecretFields } from '../../manifest/index.ts';
export { type Action, type AuditEntry, type AuditVerdict, listAudit, verifyAudit, writeAudit } from './audit.ts';
export { type AuthorizeOptions, authorizeConnection, authorizeSettings } from './authorize.ts';
export { findConnectionChangeProblems } from './change-problems.ts';
export type { ConnectionChanges } from './changed-draft.ts';
export { findMapIssues, parseMap, replaceMap } from './check-map.ts';
export { type Connection, listConnections, type Pause, readConnection, readConnectionRow } from './connection.ts';
export { revealRotated, type SaveOptions, testDraft } from './connection-test.ts';
export { copyConnection } from './copy-connection.ts';
export { createConnection } from './create-connection.ts';
export {
  countInventory,
  type DeletedConnection,
  deleteConnection,
  type InventoryChoice,
  type InventoryCounts,
} from './delete-connection.ts';
export {
  diffMaps,
  type FieldChange,
  type MapDiff,
  type MapRunner,
  type MapSample,
  type RecordChange,
} from './diff-maps.ts';
export type { ConnectionDraft } from './draft.ts';
export { type DraftAccess, openDraftAccess } from './draft-access.ts';
export { findConnectionProblems } from './draft-context.ts';
export { type EditOptions, editConnection, rotateSecrets } from './edit-connection.ts';
export { countFilterMatches, countSavedFilterMatches, type FilterMatches } from './filter-matches.ts';
export { hideSecrets } from './hide-secrets.ts';
export { findKeptInventory, type KeptInventory, listKeptInventories, removeKeptInventory } from './kept-inventory.ts';
export { createVaultKey, type Keyring, parseKeyring, type VaultKey } from './keyring.ts';
export { cloneMap, deleteMap, editMap, listMaps, readMap, type TransformMap } from './maps.ts';
export { type KeySource, listUsedKeyIds, openKeyring } from './open-keyring.ts';
export { formatOrigins, resolveSecretOrigins } from './origins.ts';
export { parseDraft } from './parse-draft.ts';
export { partitionStore } from './partition-store.ts';
export { pauseConnection, resumeConnection } from './pause-connection.ts';
export type { Platform } from './platform.ts';
export { type PruneRequest, pruneStore } from './prune-store.ts';
export { setRisk } from './risk.ts';
export { type RotationResult, rotateKeys } from './rotate-keys.ts';
export { listRunSamples, type RunSample, readRunSample } from './run-samples.ts';
export { createConnectionRedactor, dropSecrets, openRunSetup, planRunSetup, type RunSetup } from './run-setup.ts';
export { dueConnections, endRun, expectRunnable, type RunEnd, scheduleNext, takeSlot } from './scheduling.ts';
export type { SealedSecret } from './sealed-secrets.ts';
export { type ConnectionState, isLegalTransition, moveState, STATES, type StateChange, TRANSITIONS } from './state.ts';
export { testConnection, testDraftConnection } from './test-connection.ts';
export { type Binding, openText, type Sealing, sealText, VAULT_BYTES } from './vault.ts';
