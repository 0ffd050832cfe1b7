import { useEffect, useRef } from 'react'
import { type Faults, fieldNames } from './faults.ts'
import { useApplyTexts } from './texts.ts'

/** What is wrong, in the order of the page. It takes the focus each time that the person goes on. */
export function ErrorSummary({ faults }: { faults: Faults }) {
  const t = useApplyTexts()
  const summary = useRef<HTMLElement>(null)
  useEffect(() => {
    // After whoever brought the person here has put the focus where a page begins.
    const timer = setTimeout(() => summary.current?.focus())
    return () => clearTimeout(timer)
  }, [faults])
  return (
    <section ref={summary} className="notice wrong" tabIndex={-1} aria-labelledby="wrong">
      <h2 id="wrong">{t('apply.error.h')}</h2>
      <ul>
        {fieldNames.map((name) => {
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
                {t(`apply.${name}.${fault}`)}
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
