import { useEffect, useRef } from 'react'
import type { Faults } from './faults.ts'
import { useFormTexts } from './texts.ts'

type Props<Name extends string> = {
  /** In the order of the page. */
  names: readonly Name[]
  faults: Faults
  /** A fault in words. */
  textOf: (name: Name, fault: string) => string
}

/** What is wrong. It takes the focus each time that the person goes on. */
export function ErrorSummary<Name extends string>({ names, faults, textOf }: Props<Name>) {
  const t = useFormTexts()
  const summary = useRef<HTMLElement>(null)
  useEffect(() => {
    // After whoever brought the person here has put the focus where a page begins.
    const timer = setTimeout(() => summary.current?.focus())
    return () => clearTimeout(timer)
  }, [faults])
  return (
    <section ref={summary} className="notice wrong" tabIndex={-1} aria-labelledby="wrong">
      <h2 id="wrong">{t('form.error.h')}</h2>
      <ul>
        {names.map((name) => {
          const fault = faults[name]
          if (fault === undefined) return null
          return (
            <li key={name}>
              <a
                href={`#${name}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(name)?.focus()
                }}
              >
                {textOf(name, fault)}
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
