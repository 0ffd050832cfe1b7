import { events, type Log } from './events.ts'

const loudness = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/**
 * Log lines for a platform that collects what is written to the console: the fields of
 * the log on Node, one JSON object each, time in UTC.
 */
export function createConsoleLog(level: string, write = (line: string) => console.log(line)): Log {
  const quietest = loudness.indexOf(level)
  return (event, fields) => {
    if (loudness.indexOf(events[event]) < quietest) return
    const time = new Date().toISOString()
    write(JSON.stringify({ level: events[event], time, event, ...fields }))
  }
}
