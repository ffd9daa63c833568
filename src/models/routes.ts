/** The methods by which frameworks for HTTP take routes. */
export const ROUTE_METHODS: readonly string[] = ['get', 'all', 'post', 'put', 'delete', 'patch', 'options', 'head'];
