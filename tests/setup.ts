import { afterAll, describe, it } from 'vitest';

// RuleTester takes its test functions from the global scope, where vitest puts none. They are handed over here
// instead of through RuleTester's setters, because loading RuleTester would cost every test file about a second.
Object.assign(globalThis, { afterAll, describe, it });
