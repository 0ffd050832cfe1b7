const months = { day: 'numeric', month: 'long', year: 'numeric' } as const

/**
 * A date of a government record in the words of a language: `1965-08-09` is `9 August 1965`.
 * Records may know the month or the year alone; no day is invented for them. Anything that is not
 * a date is shown as it came.
 */
export function dateText(value: string, language: string): string {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value)
  if (match === null) return value
  const [, year, month, day] = match
  if (month === undefined) return value

  const date = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`)
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
  if (!real) return value
  const { day: _, ...monthOnly } = months
  const parts = day === undefined ? monthOnly : months
  return new Intl.DateTimeFormat(locale(language), { ...parts, timeZone: 'UTC' }).format(date)
}

/** The clock time in Singapore, wherever the device is. */
export function timeText(milliseconds: number, language: string): string {
  const options = { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Singapore' } as const
  return new Intl.DateTimeFormat(locale(language), options).format(milliseconds)
}

/** Day and clock time in Singapore of a time with its zone, as in `2026-12-01T01:00+08:00`. */
export function dateTimeText(time: string, language: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Singapore' } as const
  return new Intl.DateTimeFormat(locale(language), options).format(new Date(time))
}

/** Time that is left, in whole minutes while there are any, then in seconds: `2 minutes`. */
export function durationText(seconds: number, language: string): string {
  const left = Math.ceil(seconds)
  const [unit, count] =
    left < 60 ? (['second', left] as const) : (['minute', Math.ceil(left / 60)] as const)
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(locale(language), options).format(count)
}

/** The day in Singapore of a time in milliseconds. */
export function dayText(milliseconds: number, language: string): string {
  const options = { dateStyle: 'long', timeZone: 'Asia/Singapore' } as const
  return new Intl.DateTimeFormat(locale(language), options).format(milliseconds)
}

function locale(language: string): string {
  return `${language}-SG`
}
