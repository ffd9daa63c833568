/** The names of Node's own modules, put in by Vite. */
declare const NODE_BUILTINS: readonly string[];
