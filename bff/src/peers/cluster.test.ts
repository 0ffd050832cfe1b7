import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@sgid-login/e2e/bff'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { parseConfig } from '../config.ts'
import { redis as installed } from '../testing/node-redis.ts'

const root = join(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const dockerfile = read('docs/deploy/Dockerfile')
/** Milliseconds in which a process ends what it began. */
const grace = Number(/const grace = ([\d_]+)/.exec(read('bff/src/node.ts'))?.[1]?.replace('_', ''))
/** What the image sets by itself. */
const ofImage = Object.fromEntries(
  [...(/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(
    ([, name = '', value]) => [name, value],
  ),
)

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const secrets: Record<string, string> = {
  'client-secret': 'not a real one',
  'private-key': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'session-secret': randomBytes(32).toString('base64'),
  'session-store': 'rediss://user:password@redis.test:6379',
}
/** A secret by its file's name, however the platform spells it. */
const secret = (file: string) => {
  const name = file.replace('sgid_', '').replaceAll('_', '-')
  if (secrets[name] === undefined) throw new Error('there is no such file')
  return secrets[name]
}

describe('compose.yaml', () => {
  const compose = parse(read('docs/deploy/compose.yaml'))
  const { bff, redis } = compose.services

  test('has settings with which the BFF starts, and a file for each secret (P36)', async () => {
    const mounted = (path: string) => {
      const [, name = ''] = /^\/run\/secrets\/(\w+)$/.exec(path) ?? []
      expect(bff.secrets).toContain(name)
      return secret(/^secrets\/(\w+)$/.exec(compose.secrets[name].file)?.[1] ?? '')
    }
    const config = await parseConfig({ ...ofImage, ...bff.environment }, mounted)

    expect(config.store).toMatchObject({ kind: 'redis' })
    expect(bff.ports).toEqual([`127.0.0.1:${config.port}:${config.port}`])
    expect(bff.build.args).toMatchObject({
      SGID_REDIRECT_URI: config.redirectUri,
      SGID_SCOPES: config.scopes.join(' '),
    })
    expect(Number.parseInt(bff.stop_grace_period, 10) * 1000).toBeGreaterThan(grace)
  })

  test('has its secrets where neither git nor an image takes them along (P36)', () => {
    const ignored = (file: string) =>
      read(file)
        .trim()
        .split('\n')
        .map((line) => line.replace(/^(\*\*)?\/|\/$/g, ''))
    const [byGit, byImage] = [ignored('.gitignore'), ignored('.dockerignore')]

    expect(byGit).toEqual(expect.arrayContaining(['.env', 'secrets', 'docs/deploy/secrets']))
    // Artwork that is not ours to publish belongs on the pages all the same.
    expect(byGit.filter((line) => !byImage.includes(line))).toEqual(['web/public/brand'])
    for (const name of bff.secrets) expect(compose.secrets[name].file).toMatch(/^secrets\//)
  })

  test('lets nobody but the BFF reach Redis, and neither of them write or become more', () => {
    expect(redis.ports ?? redis.expose).toBeUndefined()
    expect(redis.networks).toEqual(['inside'])
    expect(compose.networks.inside).toEqual({ internal: true })
    for (const one of [bff, redis]) {
      expect(one).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
      expect(one.privileged ?? one.cap_add).toBeUndefined()
    }
    expect(redis.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(redis.image).toMatch(/^redis:\d+\.\d+\.\d+-/)
  })

  test.skipIf(installed.skip)(
    `starts a Redis that evicts nobody (${installed.title})`,
    async () => {
      const port = await freePort()
      const [program, ...flags] = redis.command
      const here = ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', tmpdir()]
      const own = ['--appenddirname', `appendonly-${port}`]
      const child = spawn(program, [...flags, ...here, ...own], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      for await (const line of createInterface(child.stdout))
        if (/Ready to accept/.test(line)) break
      const ask = (...command: string[]) =>
        spawnSync('redis-cli', ['-p', `${port}`, ...command])
          .stdout.toString()
          .trim()
      const policy = ask('CONFIG', 'GET', 'maxmemory-policy')
      const memory = ask('CONFIG', 'GET', 'maxmemory')
      const healthy = ask(...redis.healthcheck.test.slice(2))
      child.kill('SIGKILL')
      await once(child, 'exit')
      spawnSync('rm', ['-r', join(tmpdir(), `appendonly-${port}`)])

      expect(policy).toBe('maxmemory-policy\nnoeviction')
      expect(memory).toBe(`maxmemory\n${512 * 1024 * 1024}`)
      expect(healthy).toBe('PONG')
    },
  )
})

describe('kubernetes.yaml', () => {
  const all = parseAllDocuments(read('docs/deploy/kubernetes.yaml')).map((one) => one.toJS())
  const kind = (name: string) => {
    const found = all.filter((one) => one.kind === name)
    expect(found).toHaveLength(1)
    return found[0]
  }
  const deployment = kind('Deployment')
  const pod = deployment.spec.template
  const [container] = pod.spec.containers
  const port = (name: string): number =>
    container.ports.find((one: { name: string }) => one.name === name)?.containerPort

  test('holds what Kubernetes knows, in the versions that it serves', () => {
    const versions = Object.fromEntries(all.map((one) => [one.kind, one.apiVersion]))

    expect(versions).toEqual({
      ServiceAccount: 'v1',
      Deployment: 'apps/v1',
      Service: 'v1',
      PodDisruptionBudget: 'policy/v1',
      NetworkPolicy: 'networking.k8s.io/v1',
    })
    // A name with a typing error would be dropped without a word.
    for (const [path, object] of objects(all)) {
      const known = fields.find(([pattern]) => pattern.test(path))?.[1]
      expect([path, Object.keys(object).filter((name) => !known?.includes(name))]).toEqual([
        path,
        [],
      ])
    }
  })

  test('has settings with which the BFF starts, and mounts a file for each secret (P36)', async () => {
    const env = Object.fromEntries(
      container.env.map(({ name, value }: Record<string, string>) => [name, value]),
    )
    // Where it is not told otherwise, Kubernetes adds the addresses of every Service.
    const prefix = kind('Service').metadata.name.toUpperCase().replaceAll('-', '_')
    const links = {
      [`${prefix}_SERVICE_HOST`]: '10.0.0.1',
      [`${prefix}_PORT`]: 'tcp://10.0.0.1:80',
    }
    const added = pod.spec.enableServiceLinks === false ? {} : links
    const [mount] = container.volumeMounts
    const mounted = (path: string) => {
      expect(path.startsWith(`${mount.mountPath}/`)).toBe(true)
      return secret(path.slice(mount.mountPath.length + 1))
    }
    const config = await parseConfig({ ...ofImage, ...added, ...env }, mounted)
    const [volume] = pod.spec.volumes

    expect(config).toMatchObject({ port: port('http'), adminPort: port('admin') })
    expect(config.store).toMatchObject({ kind: 'redis' })
    expect([volume.name, mount.readOnly]).toEqual([mount.name, true])
    // Its owner's and its group's to read, and nobody else's.
    expect(volume.secret.defaultMode & 0o337).toBe(0)
    expect(pod.spec.securityContext.fsGroup).toBe(pod.spec.securityContext.runAsGroup)
    expect(Object.keys(env).filter((name) => /SECRET$|KEY$|STORE$/.test(name))).toEqual([])
  })

  test('looks at the ports where the BFF answers, and gives it its time to end (P32)', () => {
    const { preStop } = container.lifecycle
    const pause = Number(/, (\d+)\)$/.exec(preStop.exec.command.at(-1))?.[1])
    const [program, ...rest] = preStop.exec.command
    const ended = spawnSync(
      program,
      rest.map((text: string) => text.replace('5000', '5')),
    )

    // Who serves goes on when the store is gone, and says so: nobody else would.
    expect(container.startupProbe.httpGet).toEqual({ path: '/readyz', port: 'admin' })
    expect(container.readinessProbe.httpGet).toEqual({ path: '/livez', port: 'admin' })
    expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'admin' })
    for (const { httpGet } of [container.startupProbe, container.livenessProbe])
      expect(read('bff/src/http/admin.ts')).toContain(`.get('${httpGet.path}'`)
    expect(ended.status).toBe(0)
    expect(pause).toBeGreaterThanOrEqual(5000)
    expect(pod.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(
      pause + grace + 5000,
    )
  })

  test('keeps two of three, through an update and while nodes are emptied', () => {
    const labels = pod.metadata.labels
    const budget = kind('PodDisruptionBudget').spec

    expect(deployment.spec.replicas).toBe(3)
    expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 })
    expect(budget.minAvailable).toBeLessThan(deployment.spec.replicas)
    expect(budget.selector.matchLabels).toEqual(labels)
    expect(deployment.spec.selector.matchLabels).toEqual(labels)
    expect(kind('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels)
    expect(kind('Service').spec).toMatchObject({
      selector: labels,
      ports: [{ targetPort: 'http' }],
    })
  })

  test('gives it no rights, and shows its other port to nobody but who watches it (P35)', () => {
    const [uid] = /^USER (\d+):(\d+)$/m.exec(dockerfile)?.slice(1).map(Number) ?? []
    const { ingress, policyTypes } = kind('NetworkPolicy').spec
    const admin = ingress.filter((rule: { ports: { port: number }[] }) =>
      rule.ports.some((one) => one.port === port('admin')),
    )

    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: uid,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(policyTypes).toEqual(['Ingress', 'Egress'])
    expect(admin).toHaveLength(1)
    expect(admin[0].from).toHaveLength(1)
    expect(kind('Service').spec.ports).toHaveLength(1)
  })
})

/** Path of an object → the names that Kubernetes has for its fields, of those that are of use here. */
const fields: [RegExp, string[]][] = [
  [/^\w+$/, ['apiVersion', 'kind', 'metadata', 'spec', 'automountServiceAccountToken']],
  [/(Labels|labels|selector)$/, ['app', 'kubernetes.io/metadata.name', 'matchLabels']],
  [/[sS]elector$/, ['matchLabels']],
  [/metadata$/, ['name', 'labels']],
  [/^Deployment\.spec$/, ['replicas', 'selector', 'strategy', 'template']],
  [/strategy$/, ['type', 'rollingUpdate']],
  [/rollingUpdate$/, ['maxUnavailable', 'maxSurge']],
  [/\.template$/, ['metadata', 'spec']],
  [
    /\.template\.spec$/,
    [
      ...['serviceAccountName', 'automountServiceAccountToken', 'enableServiceLinks'],
      'terminationGracePeriodSeconds',
      ...['securityContext', 'topologySpreadConstraints', 'containers', 'volumes'],
    ],
  ],
  [
    /\.template\.spec\.securityContext$/,
    ['runAsNonRoot', 'runAsUser', 'runAsGroup', 'fsGroup', 'seccompProfile'],
  ],
  [/seccompProfile$/, ['type']],
  [
    /topologySpreadConstraints\.\d+$/,
    ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'labelSelector'],
  ],
  [
    /containers\.\d+$/,
    [
      ...['name', 'image', 'ports', 'env', 'volumeMounts', 'startupProbe'],
      ...['readinessProbe', 'livenessProbe'],
      ...['lifecycle', 'securityContext', 'resources'],
    ],
  ],
  [/containers\.\d+\.ports\.\d+$/, ['name', 'containerPort']],
  [/env\.\d+$/, ['name', 'value']],
  [/volumeMounts\.\d+$/, ['name', 'mountPath', 'readOnly']],
  [/Probe$/, ['httpGet', 'periodSeconds', 'timeoutSeconds', 'failureThreshold']],
  [/httpGet$/, ['path', 'port']],
  [/lifecycle$/, ['preStop']],
  [/preStop$/, ['exec']],
  [/exec$/, ['command']],
  [
    /containers\.\d+\.securityContext$/,
    ['allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'capabilities'],
  ],
  [/capabilities$/, ['drop']],
  [/resources$/, ['requests', 'limits']],
  [/(requests|limits)$/, ['cpu', 'memory']],
  [/volumes\.\d+$/, ['name', 'secret']],
  [/secret$/, ['secretName', 'defaultMode']],
  [/^Service\.spec$/, ['selector', 'ports']],
  [/^Service\.spec\.ports\.\d+$/, ['name', 'port', 'targetPort']],
  [/^PodDisruptionBudget\.spec$/, ['minAvailable', 'selector']],
  [/^NetworkPolicy\.spec$/, ['podSelector', 'policyTypes', 'ingress', 'egress']],
  [/^NetworkPolicy\.spec\.(in|e)gress\.\d+$/, ['from', 'ports']],
  [/\.from\.\d+$/, ['namespaceSelector']],
  [/^NetworkPolicy\.spec\.(in|e)gress\.\d+\.ports\.\d+$/, ['port', 'protocol']],
]

/** Every object of the documents, by its path. */
function objects(documents: { kind: string }[]): [string, object][] {
  const below = (path: string, value: unknown): [string, object][] => {
    if (typeof value !== 'object' || value === null) return []
    const inner = Object.entries(value).flatMap(([name, one]) => below(`${path}.${name}`, one))
    return Array.isArray(value) ? inner : [[path, value], ...inner]
  }
  return documents.flatMap((one) => below(one.kind, one))
}
