import type { Plugin } from 'vite'

/** Leaves out of the build what our pages never call. */
export function lean(): Plugin[] {
  return [leanRouter(), leanPreload()]
}

/**
 * The parts of react-router that nobody uses. It makes its components by calls, and names them by
 * assignments, and a bundler must take both for work that has to be done: links, forms and
 * framework parts stay in, a fifth of the router for nothing.
 */
function leanRouter(): Plugin {
  return {
    name: 'lean-router',
    apply: 'build',
    transform: {
      filter: { id: /\/react-router\/dist\// },
      handler: (code) => ({
        code: code
          .replace(/^\w+\.displayName = .*;$/gm, '')
          .replace(
            /= (?=\w+(?:\$\d+)?\.(?:forwardRef|createContext|memo)\()/g,
            '= /* @__PURE__ */ ',
          ),
        map: null,
      }),
    },
  }
}

/**
 * What vite puts round each `import()` to load its styles and modules ahead. The HTML names every
 * module, and holds the styles.
 */
function leanPreload(): Plugin {
  return {
    name: 'lean-preload',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => 'export const __vitePreload = (load) => load()',
    },
  }
}
