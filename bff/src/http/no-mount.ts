/**
 * Stands in a worker for what Hono needs to mount applications of other frameworks. Nobody does
 * that here, and Hono's next version leaves it to `hono/mount`, which works in a worker too.
 */
export function createMountedRequest(): never {
  throw new Error('a worker is built without app.mount: take mount from hono/mount')
}
