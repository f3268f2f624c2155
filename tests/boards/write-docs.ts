/** Whether this run writes what the documentation shows of a running shop: UPDATE_DOCS=1. */
export const writesDocs = (): boolean => process.env.UPDATE_DOCS === '1'
