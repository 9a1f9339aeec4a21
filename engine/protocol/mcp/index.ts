export { checkArgument } from './check-input.ts';
export { type StdioOptions, serveOverStdio } from './serve-stdio.ts';
export { createMcpServer, type Reference, type ServerParts } from './server.ts';
export { defineTool, type Tool, type ToolCall } from './tool.ts';
