/** What the process keeps once its garbage is collected; the runner starts peers with --expose-gc. */
export function reportMemory(): { rss: number } {
  globalThis.gc?.()
  return { rss: process.memoryUsage.rss() }
}
