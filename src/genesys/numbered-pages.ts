const pageSize = 100

/**
 * Everything in a list the platform numbers its pages of. The end is where it says (`pageCount`), or where it says nothing,
 * the first page that is not full. An entity that comes twice, because the list moved while it was read, is kept once.
 */
export async function numberedPages<Entity extends { id: string }>(
  readPage: (page: { pageNumber: number; pageSize: number }) => Promise<{
    entities?: Entity[] | null | undefined
    pageCount?: number | null | undefined
  }>,
): Promise<Entity[]> {
  const all = new Map<string, Entity>()
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await readPage({ pageNumber, pageSize })
    const entities = page.entities ?? []
    for (const entity of entities) all.set(entity.id, entity)
    const isLast = page.pageCount == null ? entities.length < pageSize : pageNumber >= page.pageCount
    if (isLast || entities.length === 0) return [...all.values()]
  }
}
