// Holds an address until its standard input ends.
import { AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, socket } from '../../../src/index.ts'

const [where = ''] = process.argv.slice(2)
process.title = 'node server.js'
const family = where === 'tcp6' ? AF_INET6 : where.startsWith('tcp') || where === 'bound' ? AF_INET : AF_UNIX
const holder = socket(family, SOCK_STREAM)
if (family === AF_UNIX) holder.bind({ family, path: where })
else if (family === AF_INET6) holder.bind({ family, address: '::', port: 4444 })
else holder.bind({ family, address: '127.0.0.1', port: 4444 })
if (where !== 'bound') holder.listen()
console.log('held')
process.stdin.resume().once('end', () => holder.close())
