import { interop } from '../interop/stage.ts'
import { LANGUAGES } from '../interop/tools.ts'
import { onKernel, portable, whereOf } from './theatre.ts'

portable('echo over a stream, internet', async (theatre) => {
  const server = theatre.start('echo-stream-server', 0, 2)
  const port = await whereOf(server)
  for (const words of ['over TCP', 'ñandú']) {
    const client = theatre.start('echo-stream-client', port, words)
    await client.says(new RegExp(`^${words}$`))
    await client.ends()
  }
  await server.ends()
})

portable('echo over a stream, Unix', async (theatre) => {
  const path = theatre.path()
  const server = theatre.start('echo-stream-server', path)
  await whereOf(server)
  const client = theatre.start('echo-stream-client', path, 'over a path')
  await client.says(/^over a path$/)
  await Promise.all([client.ends(), server.ends()])
})

portable('echo over datagrams, internet', async (theatre) => {
  const server = theatre.start('echo-datagram-server', 0, 2)
  const port = await whereOf(server)
  for (const words of ['over UDP', 'once more']) {
    const client = theatre.start('echo-datagram-client', port, words)
    await client.says(new RegExp(`^${words}$`))
    await client.ends()
  }
  await server.ends()
})

// In memory a Unix socket that is bound to no name gets none, so nobody can answer it.
onKernel('echo over datagrams, Unix', async (stage) => {
  const path = stage.path()
  const server = stage.start('echo-datagram-server', path)
  await whereOf(server)
  const client = stage.start('echo-datagram-client', path, 'over a path')
  await client.says(/^over a path$/)
  await Promise.all([client.ends(), server.ends()])
})

portable('the twins of the Python echo pair', async (theatre) => {
  const server = theatre.start('hello-world-server', 0)
  const client = theatre.start('hello-world-client', '127.0.0.1', await whereOf(server))
  await client.says(/^Received Hello, world$/)
  await server.says(/^Connected by 127\.0\.0\.1:\d+$/)
  await Promise.all([client.ends(), server.ends()])
})

interop('the twin of the Python server, and a client in Python', ['Python'], async (stage) => {
  const server = stage.start('hello-world-server', 0)
  const client = stage.peer(
    'Python',
    'tcp-echo',
    'client',
    '127.0.0.1',
    await whereOf(server),
    'Hello, world',
  )
  const [, port] = await client.says(/^connected from 127\.0\.0\.1 (\d+)$/)
  await server.says(new RegExp(`^Connected by 127\\.0\\.0\\.1:${port}$`))
  await client.says(/^received Hello, world$/)
  await Promise.all([client.ends(), server.ends()])
})

interop('the twin of the Python client, and a server in Python', ['Python'], async (stage) => {
  const server = stage.peer('Python', 'tcp-echo', 'server', '127.0.0.1')
  const client = stage.start('hello-world-client', '127.0.0.1', await server.ready())
  await client.says(/^Received Hello, world$/)
  await server.says(/^echoed 12 bytes$/)
  await Promise.all([client.ends(), server.ends()])
})

for (const language of LANGUAGES) {
  for (const program of ['echo-stream-server', 'echo-threads-server', 'echo-loop-server']) {
    interop(`${program} and a client in ${language}`, [language], async (stage) => {
      const server = stage.start(program, 0, 1)
      const client = stage.peer(language, 'tcp-echo', 'client', '127.0.0.1', await whereOf(server), 'hola')
      await client.says(/^received hola$/)
      await Promise.all([client.ends(), server.ends()])
    })
  }

  interop(`the echo's clients and servers in ${language}`, [language], async (stage) => {
    const stream = stage.peer(language, 'tcp-echo', 'server', '127.0.0.1')
    const datagram = stage.peer(language, 'udp-echo', 'server', '127.0.0.1', 1)
    const clients = [
      stage.start('echo-stream-client', await stream.ready(), 'hola'),
      stage.start('echo-datagram-client', await datagram.ready(), 'hola'),
    ]
    for (const client of clients) {
      await client.says(/^hola$/)
      await client.ends()
    }
    await Promise.all([stream.ends(), datagram.ends()])
  })

  interop(`the datagram echo's server and a client in ${language}`, [language], async (stage) => {
    const server = stage.start('echo-datagram-server', 0, 2)
    const client = stage.peer(language, 'udp-echo', 'client', '127.0.0.1', await whereOf(server), 0, 1000)
    await client.says(/^1000 bytes came back, the same$/)
    await Promise.all([client.ends(), server.ends()])
  })
}
