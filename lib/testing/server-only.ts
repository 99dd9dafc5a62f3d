/** Stands in for the package of that name, which throws outside the react-server condition. */
export const isServer = true
