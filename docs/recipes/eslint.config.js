// Not linted as a part of this project: tests/recipes lints them as what they are, servers of somebody else.
export default [{ ignores: ['**'] }];
