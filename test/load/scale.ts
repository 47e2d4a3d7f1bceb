/** `npm run soak` takes the full numbers; otherwise the tests take reduced ones, where the full ones are slow. */
const SOAK = process.env.SOQUETE_SOAK !== undefined

export function scaled(reduced: number, full: number): number {
  return SOAK ? full : reduced
}
