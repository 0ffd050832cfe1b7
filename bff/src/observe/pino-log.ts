import { pino } from 'pino'
import { events, type Log } from './events.ts'

/** Log lines on standard output: one JSON object each, time in UTC. */
export function createPinoLog(level: string): Log {
  const logger = pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  })
  return (event, fields) => logger[events[event]]({ event, ...fields })
}
