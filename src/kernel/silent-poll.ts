import type { Koffi } from './koffi.ts'

/** `UV_POLL` of uv_handle_type, and `UV_READABLE` of uv_poll_event: uv.h. */
const UV_POLL = 8
const UV_READABLE = 1

/**
 * Gives libuv a native function that does nothing in place of koffi's callback, for the poll handle of this
 * descriptor. Node's own poll and Node-API functions are asked; all of them are public.
 */
export function silence(koffi: Koffi, fd: number): void {
  const process = koffi.load(null)
  const out = new Uint8Array(128)
  const view = new DataView(out.buffer)
  process.func('napi_get_uv_event_loop', 'int', ['void *', 'void *'])(koffi.node.env, out)
  const loop = view.getBigUint64(0, true)
  const typeOf = process.func('uv_handle_get_type', 'int', ['uintptr_t'])
  const descriptorOf = process.func('uv_fileno', 'int', ['uintptr_t', 'void *'])
  let handle: number | bigint = 0
  const visitor = koffi.pointer(koffi.proto('void', ['uintptr_t', 'uintptr_t']))
  const visit = (candidate: number | bigint) => {
    if (typeOf(candidate) !== UV_POLL || descriptorOf(candidate, out) !== 0) return
    if (view.getInt32(0, true) === fd) handle = candidate
  }
  process.func('uv_walk', 'void', ['uintptr_t', visitor, 'uintptr_t'])(loop, visit, 0)
  const harmless = process.func('dlsym', 'uintptr_t', ['uintptr_t', 'const char *'])(0, 'uv_is_active')
  const started = process.func('uv_poll_start', 'int', ['uintptr_t', 'int', 'uintptr_t'])
  if (!handle || !harmless || started(handle, UV_READABLE, harmless) !== 0)
    throw new Error('libuv did not take the watch of the epoll descriptor')
}
