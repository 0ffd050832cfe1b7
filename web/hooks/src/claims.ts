/**
 * The text of a value, or undefined when there is none: sgID says `NA` where there is no record.
 *
 * @param value as in `data` or `masked`
 */
export function claimText(value: string | undefined): string | undefined {
  return value === undefined || value === 'NA' || value.trim() === '' ? undefined : value
}

/**
 * The items of a list, such as `myinfo.vehicles`, which sgID sends as the text of a JSON array.
 * Never throws.
 *
 * @returns undefined when there is no record, or the text is no list
 */
export function claimList(value: string | undefined): unknown[] | undefined
/**
 * The items that are what they must be.
 *
 * @param is whether an item is; one that is not is left out
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
