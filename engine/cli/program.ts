export const program = async (argv: readonly string[]) => { console.log(process.version, argv); };
