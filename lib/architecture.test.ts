import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { endpoints } from './endpoints/all.ts'

/*
 * The house law of docs/house.md as a test: who may import whom, one landlord per vendor package, no cycles, sizes, names,
 * every endpoint has its route and the reverse. Tests, contracts and lib/testing
 * stand outside the import table.
 */

const root = resolve(import.meta.dirname, '..')

interface SourceFile {
  path: string
  text: string
  imports: { specifier: string; isType: boolean }[]
}

const files = ['app', 'components', 'lib', 'scripts', 'e2e', 'bench']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .concat(['instrumentation.ts', 'proxy.ts'].filter((file) => existsSync(join(root, file))))
  .filter((file) => !file.endsWith('.d.ts'))
  .sort()
  .map(readSource)

const production = files.filter(
  ({ path }) => !/\.(test|contract|spec)\.tsx?$/.test(path) && !path.startsWith('lib/testing/'),
)

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const { module } = parseSync(path, text)
  const imports = [
    ...module.staticImports.map((found) => ({
      specifier: found.moduleRequest.value,
      isType: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap((found) =>
      found.entries.flatMap((entry) =>
        entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, isType: entry.isType }] : [],
      ),
    ),
    ...module.dynamicImports.flatMap((found) => {
      const literal = /^['"](.+)['"]$/.exec(text.slice(found.moduleRequest.start, found.moduleRequest.end))
      return literal?.[1] === undefined ? [] : [{ specifier: literal[1], isType: false }]
    }),
  ]
  return { path, text, imports }
}

/** The project file an import names, or undefined for a package. */
function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) {
    return specifier.slice(1)
  }
  return specifier.startsWith('.') ? relative(root, resolve(root, dirname(from), specifier)) : undefined
}

const sharedRooms = new Set(['ui', 'charts'])

/** The room a file lives in: the row or column of the table. */
function roomOf(path: string): string {
  const [top = '', second = '', third = ''] = path.split('/')
  if (top === 'components') {
    return sharedRooms.has(second) ? second : `room:${second}`
  }
  if (top === 'lib') {
    return second === 'adapters' ? `adapters:${third}` : second
  }
  if (top === 'app') {
    return second === 'api' || second === 'metrics' ? 'app/api' : 'app/pages'
  }
  return path === 'proxy.ts' || path === 'instrumentation.ts' ? path : top
}

type Law = (target: string, targetPath: string, from: SourceFile) => boolean

const any =
  (...rooms: string[]): Law =>
  (target) =>
    rooms.includes(target)

const law: Record<string, Law> = {
  domain: any('domain'),
  ports: any('domain', 'ports'),
  usecases: (target, path) =>
    any('domain', 'ports')(target, path, nowhere) || /^lib\/usecases\/(read|write)-/.test(path),
  endpoints: any('domain', 'endpoints'),
  server: (target, _path, from) =>
    any('domain', 'ports', 'usecases', 'endpoints', 'server', 'i18n')(target, '', from) ||
    (from.path === 'lib/server/container.ts' && target.startsWith('adapters:')),
  client: any('domain', 'endpoints', 'client'),
  i18n: (target, path, from) =>
    target === 'i18n' || (from.path === 'lib/i18n/request.ts' && path === 'lib/server/preferences.ts'),
  ui: any('ui'),
  charts: any('ui', 'charts'),
  'app/pages': (target) =>
    any('domain', 'endpoints', 'server', 'client', 'ui', 'i18n', 'app/pages')(target, '', nowhere) ||
    target.startsWith('room:'),
  'app/api': any('usecases', 'endpoints', 'server', 'domain'),
  scripts: any('domain', 'usecases', 'server', 'scripts'),
  'instrumentation.ts': any('server'),
  'proxy.ts': any('endpoints'),
  e2e: any('domain', 'endpoints', 'e2e', 'testing', 'scripts'),
  bench: any('domain', 'endpoints', 'bench', 'e2e', 'testing'),
}

const nowhere: SourceFile = { path: '', text: '', imports: [] }

function isLawful(from: SourceFile, targetPath: string): boolean {
  const room = roomOf(from.path)
  const target = roomOf(targetPath)
  if (room.startsWith('adapters:')) {
    return any('domain', 'ports')(target, targetPath, from) || target === room
  }
  if (room.startsWith('room:')) {
    return any('domain', 'endpoints', 'client', 'ui', 'charts', 'i18n')(target, targetPath, from) || target === room
  }
  return law[room]?.(target, targetPath, from) ?? false
}

const domainOrder = readdirSync(join(root, 'lib/domain'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)

/** Rooms that have rooms of their own, from the ground up: each uses those below it, and what lies beside them uses all. */
const floors: Record<string, string[][]> = {
  'components/changes': [
    ['words', 'diff'],
    ['preview', 'follow'],
    ['steer', 'list', 'marks'],
  ],
  'components/graph': [['find'], ['view'], ['layout'], ['picture', 'panels', 'table']],
  'components/services': [['objects', 'charts'], ['findings'], ['lists', 'detail']],
}

const landlords: { vendor: RegExp; at: RegExp }[] = [
  { vendor: /^@dagrejs\/dagre$/, at: /^components\/graph\/layout\/layout\.worker\.ts$/ },
  { vendor: /^recharts/, at: /^components\/charts\// },
  { vendor: /^@kubernetes\/client-node/, at: /^lib\/adapters\/kubernetes\// },
  { vendor: /^pino$/, at: /^lib\/adapters\/system\// },
  { vendor: /^prom-client$/, at: /^lib\/server\// },
  { vendor: /^next\/headers$/, at: /^lib\/server\// },
]

describe('the import law', () => {
  test.each(production.map((file) => [file.path, file] as const))('%s imports only what its room may', (_, file) => {
    const unlawful = file.imports
      .map(({ specifier }) => targetOf(file.path, specifier))
      .filter((target) => target !== undefined)
      .filter((target) => !target.endsWith('.css') && !isLawful(file, target))
    expect(unlawful).toEqual([])
  })

  test.each(Object.entries(floors))('the rooms inside %s use only those below them', (room, order) => {
    const floorOf = (path: string) => {
      const inner = path.startsWith(`${room}/`) ? path.slice(room.length + 1).split('/') : []
      return inner.length > 1 ? order.findIndex((names) => names.includes(inner[0] ?? '')) : order.length
    }
    const own = production.filter(({ path }) => path.startsWith(`${room}/`))
    const upward = own.flatMap((file) =>
      file.imports
        .map(({ specifier }) => targetOf(file.path, specifier))
        .filter((target) => target?.startsWith(`${room}/`) === true && dirname(target) !== dirname(file.path))
        .filter((target) => floorOf(file.path) <= floorOf(target ?? ''))
        .map((target) => `${file.path} → ${target}`),
    )
    expect(own.filter(({ path }) => floorOf(path) === -1).map(({ path }) => path)).toEqual([])
    expect(upward).toEqual([])
  })

  test('every import of a project file names a file that exists, extension included', () => {
    const missing = files.flatMap((file) =>
      file.imports
        .map(({ specifier }) => targetOf(file.path, specifier))
        .filter((target) => target !== undefined && !existsSync(join(root, target)))
        .map((target) => `${file.path} → ${target}`),
    )
    expect(missing).toEqual([])
  })

  test('vendor packages are imported only by their landlord', () => {
    const trespassers = production.flatMap((file) =>
      file.imports.flatMap(({ specifier }) =>
        landlords
          .filter(({ vendor, at }) => vendor.test(specifier) && !at.test(file.path))
          .map(() => `${file.path} → ${specifier}`),
      ),
    )
    expect(trespassers).toEqual([])
  })

  test('process.env is read only by lib/server/env.ts, next.config, scripts and tests, and NEXT_RUNTIME by instrumentation', () => {
    const readers = production
      .filter(
        ({ path, text }) => /process\.env\b/.test(text) && !/^(scripts|e2e|bench)\/|^lib\/server\/env\.ts$/.test(path),
      )
      .filter(({ path, text }) => !(path === 'instrumentation.ts' && text.match(/process\.env/g)?.length === 1))
      .map(({ path }) => path)
    expect(readers).toEqual([])
  })

  test('PromQL is written only by the Prometheus adapter, and the yardstick by the bench', () => {
    const writers = production
      .filter(
        ({ path, text }) =>
          /\brate\(istio_|sum by ?\(/.test(text) && !/^lib\/adapters\/prometheus\/|\/slim-query\.ts$/.test(path),
      )
      .map(({ path }) => path)
    expect(writers).toEqual([])
  })

  test('no runtime import cycle exists, and the nouns of the domain have an order', () => {
    const graph = new Map(
      production.map((file) => [
        file.path,
        file.imports
          .filter(({ isType }) => !isType)
          .map(({ specifier }) => targetOf(file.path, specifier))
          .filter((target) => target !== undefined),
      ]),
    )
    expect(cycleOf(graph)).toBeUndefined()
    const nouns = new Map(
      domainOrder.map(({ name }) => [
        name,
        production
          .filter(({ path }) => path.startsWith(`lib/domain/${name}/`))
          .flatMap((file) => file.imports.map(({ specifier }) => targetOf(file.path, specifier)))
          .map((target) => /^lib\/domain\/([^/]+)\//.exec(target ?? '')?.[1])
          .filter((noun) => noun !== undefined && noun !== name)
          .filter((noun) => noun !== undefined),
      ]),
    )
    expect(cycleOf(nouns)).toBeUndefined()
  })
})

function cycleOf(graph: ReadonlyMap<string, string[]>): string[] | undefined {
  const done = new Set<string>()
  const walk = (node: string, trail: string[]): string[] | undefined => {
    if (trail.includes(node)) {
      return [...trail.slice(trail.indexOf(node)), node]
    }
    if (done.has(node)) {
      return undefined
    }
    for (const next of graph.get(node) ?? []) {
      const found = walk(next, [...trail, node])
      if (found !== undefined) {
        return found
      }
    }
    done.add(node)
    return undefined
  }
  for (const node of graph.keys()) {
    const found = walk(node, [])
    if (found !== undefined) {
      return found
    }
  }
  return undefined
}

describe('the shape of files', () => {
  test('no file is longer than 400 lines', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path)).toEqual([])
  })

  test('files are kebab-case and none hides behind a catch-all name', () => {
    const catchAll = /(^|\/)(index|utils?|helpers?|common|misc|types|constants|.*-?manager)\.tsx?$/
    const illNamed = files
      .map(({ path }) => path)
      .filter(
        (path) =>
          catchAll.test(path) ||
          !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|spec|worker|bench|setup))*(\.contract\.test)?\.tsx?$/.test(
            path.split('/').at(-1) ?? '',
          ),
      )
    expect(illNamed).toEqual([])
  })

  test('no type error is silenced', () => {
    const holes = files.filter(({ text }) => /@ts-(?:ignore|expect-error|nocheck)/.test(text)).map(({ path }) => path)
    expect(holes).toEqual([])
  })
})

describe('doors', () => {
  const routeOf = (path: string) => `app${path.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`

  test('every endpoint has its route and every route its endpoint', () => {
    const routes = files
      .map(({ path }) => path)
      .filter((path) => path.startsWith('app/') && path.endsWith('/route.ts') && !path.includes('[...'))
    expect([...new Set(endpoints.map(({ path }) => routeOf(path)))].sort()).toEqual(routes.sort())
  })

  test('a route answers to the methods of its endpoints and to no other', () => {
    const exported = files
      .filter(({ path }) => path.startsWith('app/') && path.endsWith('/route.ts') && !path.includes('[...'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^export const ([A-Z]+) = /gm)].map(([, method]) => `${method} ${path}`),
      )
    expect(endpoints.map(({ method, path }) => `${method} ${routeOf(path)}`).sort()).toEqual(exported.sort())
  })

  test('every route is served through handle or answer', () => {
    const bare = files
      .filter(({ path, text }) => path.endsWith('/route.ts') && !/= (handle|answer)\(|= noSuchDoor/.test(text))
      .map(({ path }) => path)
    expect(bare).toEqual([])
  })
})

function pagesOf(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
}

describe('documents', () => {
  const documents = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md']
    .concat(['docs', 'docs/adr'].flatMap((folder) => pagesOf(folder)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

  test('every file they name exists', () => {
    const missing = documents.flatMap(({ path, text }) =>
      [
        ...[...text.matchAll(/\]\(([^):#]+)\)/g)].map(([, link = '']) =>
          relative(root, resolve(root, dirname(path), link)),
        ),
        ...[...text.matchAll(/`((?:app|bench|components|lib|docs|deploy|e2e|scripts)\/[\w./()[\]-]*\.\w+)`/g)].map(
          ([, file = '']) => file,
        ),
      ]
        .filter((file) => !existsSync(join(root, file)))
        .map((file) => `${path} → ${file}`),
    )
    expect(missing).toEqual([])
  })
})
