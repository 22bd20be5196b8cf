import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy before a server, which counts connections and bytes, and can cut connections. */
export interface TcpProxy extends AsyncDisposable {
  readonly url: string
  /** The number of connections so far, and of those that are open. */
  readonly connections: number
  readonly open: number
  /** The bytes that clients have sent. */
  readonly sent: number
  /** The requests that clients have sent, by what follows the dot in their X-Amz-Target. */
  readonly requests: ReadonlyMap<string, number>
  /** Cuts all connections. */
  cut(): void
  /** Sends further connections to another server. */
  goTo(url: string): void
}

export async function tcpProxy(target: string): Promise<TcpProxy> {
  let port = Number(new URL(target).port)
  let [connections, sent] = [0, 0]
  const requests = new Map<string, number>()
  const clients = new Set<Socket>()
  const server = createServer(client => {
    connections++
    clients.add(client)
    const upstream = connect(port, '127.0.0.1')
    client.on('data', (chunk: Buffer) => {
      sent += chunk.length
      for (const [, action] of chunk.toString('latin1').matchAll(/x-amz-target: \w+\.(\w+)/g)) {
        requests.set(action!, (requests.get(action!) ?? 0) + 1)
      }
    })
    client.pipe(upstream).pipe(client)
    const end = () => {
      clients.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('close', end).on('error', end)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    for (const client of clients) client.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    get open() {
      return clients.size
    },
    get sent() {
      return sent
    },
    requests,
    cut,
    goTo: url => {
      port = Number(new URL(url).port)
      cut()
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
    },
  }
}
