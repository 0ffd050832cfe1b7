import type { QueryClient } from '@tanstack/react-query'
import { ProblemError } from './failure.ts'

/** Calls with every refusal that a query or a mutation of the app meets. @returns how to stop that */
export function onRefusal(
  queryClient: QueryClient,
  heard: (refusal: ProblemError) => void,
): () => void {
  const failed = (action: { type: string; error?: unknown }) => {
    if (action.type === 'error' && action.error instanceof ProblemError) heard(action.error)
  }
  const stops = [
    queryClient.getQueryCache().subscribe((event) => {
      if (event.type === 'updated') failed(event.action)
    }),
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated') failed(event.action)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
