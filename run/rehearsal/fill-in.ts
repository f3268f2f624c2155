/** A sentence with its figures in the place of its `{fields}`. */
export const fillIn = (
  sentence: string,
  figures: Readonly<Record<string, string | number>>,
): string => sentence.replace(/\{(\w+)\}/g, (_, field: string) => String(figures[field]))
