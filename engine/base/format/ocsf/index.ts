export { buildEvent, OCSF_VERSION, type OcsfFinding } from './event.ts';
export { ocsfLines } from './lines.ts';
