import { useEffect } from 'react'
import { say } from '../components/live-regions.tsx'
import { useApplyTexts } from './texts.ts'

/** Says that what is typed is on this page alone, for as long as that is so. */
export function Unkept({ unkept }: { unkept: boolean }) {
  const text = useApplyTexts()('apply.unkept')
  useEffect(() => {
    if (unkept) say(text)
  }, [unkept, text])
  return unkept ? <p className="notice">{text}</p> : null
}
