import { createHook } from 'node:async_hooks'

/** What Node gave to its pool of threads while the work was done: kinds of jobs, by Node's names. */
export async function threadPoolJobs(work: () => Promise<unknown>): Promise<string[]> {
  const jobs: string[] = []
  const hook = createHook({ init: (_id, type) => type.endsWith('REQUEST') && jobs.push(type) })
  hook.enable()
  await work()
  hook.disable()
  return jobs
}
