type Page<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null }

export type AllRows<Row> = {
  readonly rows: readonly Row[]
  /** False where there are more than were asked for. */
  readonly isWhole: boolean
}

/** Reads a list page after page, until its end or until there are `most` rows. */
export async function readPages<Row>(
  read: (cursor: string | null) => Promise<Page<Row>>,
  most: number,
): Promise<AllRows<Row>> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const { items, nextCursor }: Page<Row> = await read(cursor)
    for (const row of items) rows.push(row)
    cursor = nextCursor
  } while (cursor !== null && rows.length < most)
  return { rows: rows.slice(0, most), isWhole: cursor === null && rows.length <= most }
}
