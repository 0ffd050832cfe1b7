/**
 * Calls once when the process is asked to stop. Asked by Ctrl-C it hears of it twice: from the
 * terminal, and from the program that started it.
 */
export function onStop(stop: () => Promise<unknown>): void {
  let stopping = false
  const end = async () => {
    if (stopping) return
    stopping = true
    await stop()
    console.log('  Stopped.')
  }
  process.on('SIGINT', end).on('SIGTERM', end)
}
