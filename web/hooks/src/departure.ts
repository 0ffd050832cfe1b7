import { createContext, useContext } from 'react'

/** How the time of a page with personal details came to its end. */
export type Ending =
  /** In this tab. `confirmed`: the BFF has said that the session is over. */
  | { why: 'logged-out'; confirmed: boolean }
  /** In another tab. */
  | { why: 'logged-out-elsewhere' }
  /** By one of its limits, where that is known: nothing was done for too long, or it was long enough. */
  | { why: 'expired'; limit?: 'idle' | 'absolute' | undefined }

/** What the tabs of one browser tell each other. Nothing personal is in it. */
export type Message = 'in' | 'out' | 'extended'

/** The way out of the pages with personal details. */
export interface Departure {
  /** Takes everything personal off the screen and out of memory. */
  wipe: () => void
  tell: (message: Message) => void
  /** Clears the screen and goes to another page, which takes this one's place in the history. */
  leave: (ending: Ending) => void
}

export const DepartureContext = createContext<Departure | undefined>(undefined)

export function useDeparture(): Departure {
  const departure = useContext(DepartureContext)
  if (departure === undefined) throw new Error('used outside <SgidLoginProvider>')
  return departure
}

/**
 * Hides what is personal while it is not known who looks: `<html data-locked>`, which the app's
 * stylesheet takes up: `[data-locked] [data-pii] { visibility: hidden }`. Never throws where there
 * is a document.
 */
export function cover(): void {
  document.documentElement.dataset['locked'] = ''
}

/** Shows again what {@link cover} hid. Never throws where there is a document. */
export function uncover(): void {
  delete document.documentElement.dataset['locked']
}
