import { portable, whereOf } from './theatre.ts'

portable('a client and a server', async (theatre) => {
  const server = theatre.start('server', 0)
  const client = theatre.start('client', '127.0.0.1', await whereOf(server), '¡hola!')
  await server.says(/^the client says: ¡hola!$/)
  await Promise.all([client.ends(), server.ends()])
})

portable('a client says why it cannot connect', async (theatre) => {
  // A port that was a server's a moment ago.
  const server = theatre.start('server', 0)
  const port = await whereOf(server)
  await theatre.start('client', '127.0.0.1', port).ends()
  await server.ends()
  const client = theatre.start('client', '127.0.0.1', port)
  await client.says(
    new RegExp(`^soquete: cannot connect to 127.0.0.1:${port}: connection refused \\(ECONNREFUSED\\)$`),
  )
  await client.says(/^ {2}Nobody listens there/)
  await client.ends(1)
})

portable('a second server on the same port says who has it', async (theatre) => {
  const first = theatre.start('server', 0)
  const port = await whereOf(first)
  const second = theatre.start('server', port)
  await second.says(/^soquete: cannot bind .*: address in use \(EADDRINUSE\)$/)
  await second.ends(1)
  await theatre.start('client', '127.0.0.1', port).ends()
  await first.ends()
})

portable('a server that comes late to accept() finds what was sent meanwhile', async (theatre) => {
  const server = theatre.start('late-server', 0)
  const client = theatre.start('client', '127.0.0.1', await whereOf(server), 'hola')
  await client.ends()
  server.write('\n')
  await server.says(/^accepted, 4 bytes were here already$/)
  await server.ends()
})
