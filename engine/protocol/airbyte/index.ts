export { describeStream, readConfiguredCatalog } from './catalog.ts';
export { findFailureType } from './failure-type.ts';
export {
  createAirbyteWriter,
  formatCatalog,
  formatConnectionStatus,
  formatError,
  formatFailure,
  formatSpec,
} from './messages.ts';
export { buildSpec } from './spec.ts';
export { readStates } from './state.ts';
