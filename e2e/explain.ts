/** Why a start failed, in a line for whoever typed the command. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const busy = 'code' in error && error.code === 'EADDRINUSE' && 'port' in error ? error.port : 0
  return busy
    ? `Port ${busy} is in use: is another npm start or npm run simulator running? Stop it and try again.`
    : error.message
}
