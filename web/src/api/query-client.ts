import { QueryClient } from '@tanstack/react-query'
import { passing } from './failure.ts'

/** Asks once more, without a word, when a failure may be over. */
export function createQueryClient(): QueryClient {
  const retry = (failures: number, error: Error) => failures < 1 && passing(error)
  return new QueryClient({
    defaultOptions: { queries: { retry, retryDelay: 500, refetchOnWindowFocus: false } },
  })
}
