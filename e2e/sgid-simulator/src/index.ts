/**
 * A strict sgID with made-up people, for tests in this process or as a server of its own.
 *
 * @module
 */

export type { AccessLogEntry } from './access-log.ts'
export { approve, type Decision } from './approve.ts'
export { type Client, type MadeClient, makeClient } from './client.ts'
export {
  type Fault,
  type FaultName,
  faultGroups,
  faultNames,
  faults,
  isFaultName,
} from './faults/catalogue.ts'
export type { ActiveFault, FaultSwitches } from './faults/switches.ts'
export type { Fetch } from './fetch.ts'
export type { Persona } from './personas/persona.ts'
export { type PersonaId, personas } from './personas/personas.ts'
export { scopes } from './scopes.ts'
export { type ServeOptions, type SimulatorServer, serveSimulator } from './serve.ts'
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'
