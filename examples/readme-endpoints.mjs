import { connect, listen } from 'soquete'

const listener = await listen('tcp://*:0') // every address of this machine, at a port that it chooses
const serving = listener.serve(async (peer) => {
  const name = await peer.recvUntil(10) // up to the line's end, and not a byte further
  await peer.send(new TextEncoder().encode(`hello, ${new TextDecoder().decode(name)}\n`))
})

const client = await connect(`tcp://localhost:${listener.getsockname().port}`, { timeout: 1000 })
await client.send(new TextEncoder().encode('ann\n'))
for await (const bytes of client) console.log(new TextDecoder().decode(bytes)) // hello, ann
await Promise.all([client.close(), listener.close(), serving])
