/** What gives this program the right to raw and packet sockets, without root: capabilities(7). */
export function grantNetRaw(): string {
  const program = process.execPath
  const quoted = /^[\w./+-]+$/.test(program) ? program : `'${program.replaceAll("'", "'\\''")}'`
  return `sudo setcap cap_net_raw+ep ${quoted}`
}
