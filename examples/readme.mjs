import { AF_INET, MSG_WAITALL, SOCK_STREAM, socket } from 'soquete'

const listener = socket(AF_INET, SOCK_STREAM)
listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
listener.listen()
const serving = listener.serve(async (peer) => {
  await peer.send(await peer.recv(5, MSG_WAITALL)) // exactly 5 bytes come, and go back
})

const client = socket(AF_INET, SOCK_STREAM)
await client.connect(listener.getsockname())
await client.send(new TextEncoder().encode('hello'))
console.log(new TextDecoder().decode(await client.recv(5, MSG_WAITALL))) // hello
await Promise.all([client.close(), listener.close(), serving])
