// Runs one of the project's commands with the pinned pnpm and a new enough Node.
// Plain JavaScript without dependencies: this file alone must run on Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
