/** `M, ink`: what tells a SKU from the others of its product; empty where there is only one. */
export const optionsText = (options: Readonly<Record<string, string>>): string =>
  Object.values(options).join(', ')
