import { pino, stdTimeFunctions } from 'pino'
import { events, type Log } from './events.ts'

/** Log lines, on standard output or another file descriptor: one JSON object each, time in UTC. */
export function createPinoLog(level: string, descriptor = 1): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const logger = pino(options, pino.destination({ dest: descriptor, sync: true }))
  return (event, fields) => logger[events[event]]({ event, ...fields })
}
