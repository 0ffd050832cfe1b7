/**
 * The text of a value, for a page to show. Never throws.
 *
 * @param value as in `data` or `masked`
 * @returns the same, or undefined when there is none: sgID says `NA` where there is no record
 * @see sgID, "Data Catalog"
 */
export function claimText(value: string | undefined): string | undefined {
  return value === undefined || value === 'NA' || value.trim() === '' ? undefined : value
}

/**
 * The items of a list, such as `myinfo.vehicles`, which sgID sends as the text of a JSON array.
 * Never throws.
 *
 * @param value as in `data`
 * @returns undefined when there is no record, or the text is no list
 * @see sgID, "Data Catalog"
 */
export function claimList(value: string | undefined): unknown[] | undefined
/**
 * The items that are what they must be. Never throws: where `is` does, there is no list.
 *
 * @param value as in `data`
 * @param is whether an item is; one that is not is left out
 * @returns undefined when there is no record, or the text is no list
 * @see sgID, "Data Catalog"
 */
export function claimList<Item>(
  value: string | undefined,
  is: (item: unknown) => item is Item,
): Item[] | undefined
export function claimList(
  value: string | undefined,
  is: (item: unknown) => boolean = () => true,
): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(value ?? '')
    return Array.isArray(list) ? list.filter((item) => is(item)) : undefined
  } catch {
    return undefined
  }
}
