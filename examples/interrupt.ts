/** A signal that aborts when somebody presses Ctrl-C, so that a program can still say what it has found. */
export function interruption(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.once('SIGINT', stop)
  return { signal: controller.signal, release: () => process.off('SIGINT', stop) }
}
