// The examples are here to be wrong. `npm run demo` and the tests lint them with the plugin's own configs.
export default [{ ignores: ['**'] }];
