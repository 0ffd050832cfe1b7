// What the server reads only where there is a Redis: its client is two thirds of the program.
export { createSharedLimit } from './http/node-shared-limit.ts'
export { createKeepingStore } from './session/node-keeping.ts'
