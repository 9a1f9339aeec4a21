import type { Tool } from '../../../../protocol/mcp/index.ts';
import type { Workspace } from '../workspace.ts';
import { createCatalogueTool } from './catalogue.ts';
import { createCheckTool } from './check.ts';
import { createImportTool } from './import.ts';
import { createPreviewTool } from './preview.ts';
import { createReadTool } from './read.ts';
import { createSchemaTool } from './schema.ts';
import { createTestTool } from './test.ts';
import { createValidateTool } from './validate.ts';
import { createWriteTool } from './write.ts';

const TOOLS = [
  createCatalogueTool,
  createSchemaTool,
  createImportTool,
  createValidateTool,
  createPreviewTool,
  createTestTool,
  createCheckTool,
  createReadTool,
];

/** Tools that need --write. */
const WRITING_TOOLS = [createWriteTool];

/** Creates the tools of a server, in the order in which an author uses them. */
export const createTools = (workspace: Workspace): readonly Tool[] =>
  [...TOOLS, ...(workspace.canWrite ? WRITING_TOOLS : [])].map((create) => create(workspace));
