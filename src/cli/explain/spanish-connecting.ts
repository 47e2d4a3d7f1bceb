import type { ErrorTexts } from './texts.ts'

/** Addresses and ports, and how connections come about. */
export const SPANISH_ADDRESSES: ErrorTexts<'addresses'> = {
  EADDRINUSE: {
    means:
      'Otro socket tiene esa dirección y ese puerto, o todavía los retiene una conexión que no terminó del todo.',
    calls: {
      bind: 'El puerto está ocupado: por un servidor que corre, o por conexiones de uno que corrió (en TIME_WAIT, o sin cerrar). Con puerto 0: no queda ninguno para elegir. En un socket Unix: la ruta existe, aunque ya nadie escuche ahí.',
      listen: 'Otro socket ya escucha ahí. Los dos tenían SO_REUSEADDR, por eso bind() los dejó pasar.',
      setsockopt: 'El socket ya es miembro de ese grupo multicast.',
    },
    todo: [
      'Buscá quién lo tiene: soquete ls --port 4444. Las órdenes de soquete también lo nombran en su mensaje.',
      'Después de reiniciar un servidor: SO_REUSEADDR antes del bind(), cada vez que arranca; también la vez anterior.',
      'En un socket Unix: borrá la ruta cuando ya nadie escuche ahí.',
      'Elegí un puerto por debajo de los que el sistema da a los clientes (net.ipv4.ip_local_port_range, desde 32768).',
    ],
    shows: 'nc ya tiene el puerto: el servidor no puede hacer bind, y dice quién lo tiene.',
  },
  EADDRNOTAVAIL: {
    means: 'La dirección no es de esta máquina, o no queda puerto local para la conexión.',
    calls: {
      bind: 'Ninguna interfaz tiene esa dirección: está mal escrita, es de otra máquina, falta asignarla, o es IPv6 y acá IPv6 está apagado.',
      connect:
        'No se pudo elegir puerto local: los de net.ipv4.ip_local_port_range están todos en uso hacia ese par, muchas veces por TIME_WAIT. O lo eligió bind(), y esa misma conexión ya existe.',
      setsockopt: 'El socket no es miembro del grupo multicast que quiere dejar.',
    },
    todo: [
      'Hacé bind a 0.0.0.0 o a :: para abarcar todas las direcciones, o a una que liste «ip address». En un contenedor valen las suyas.',
      'Si faltan puertos: mantené abiertas las conexiones y reusalas, o ampliá net.ipv4.ip_local_port_range.',
    ],
    shows: '192.0.2.1 está reservada para documentación (RFC 5737): no la tiene ninguna máquina.',
  },
  EAFNOSUPPORT: {
    means: 'Esa familia de direcciones acá no existe, o la dirección es de otra que la del socket.',
    calls: {
      socket:
        'El sistema no tiene esa familia: no hay ninguna con ese número, falta su módulo, o IPv6 está apagado.',
      bind: 'A un socket IPv4 se le dio una dirección IPv6, o nadie completó la familia. Al revés, IPv4 a un socket IPv6, es EINVAL: queda corta.',
      connect: 'Lo mismo que con bind(). Con AF_UNSPEC no falla: deshace la conexión.',
      send: 'sendto() nombra un destino de otra familia.',
    },
    todo: [
      'Creá el socket con la familia, el tipo y el protocolo de la misma entrada de getaddrinfo() de donde sale la dirección.',
      'Si completás un sockaddr a mano: poné sin_family, y pasá el tamaño de la estructura que corresponde.',
    ],
    shows: 'Ninguna familia tiene el número 99.',
  },
  EDESTADDRREQ: {
    means: 'A un socket de datagramas se le pidió enviar, y no se le dijo a dónde.',
    calls: { send: 'send() y write() envían al par de connect(), y no hubo connect().' },
    todo: ['Nombrá el destino con sendto(), o hacé connect() una vez. Un flujo dice ENOTCONN o EPIPE.'],
    shows: 'Un socket UDP sin par quiere enviar.',
  },
}

export const SPANISH_CONNECTING: ErrorTexts<'connecting'> = {
  ECONNREFUSED: {
    means: 'El host contestó en el acto: ahí nadie escucha.',
    calls: {
      connect:
        'Volvió un RST. El servidor todavía no corre, escucha en otro puerto u otra dirección (127.0.0.1 no es la de la placa de red), o un firewall rechaza. En un socket Unix: la ruta existe, y detrás no escucha nadie.',
      send: 'UDP conectado: a un datagrama anterior le contestaron «port unreachable». Datagramas Unix: el par cerró.',
      recv: 'UDP conectado: la misma respuesta. La llamada que se entera no es la que la causó.',
    },
    todo: [
      'Arrancá antes el servidor, y mirá dónde escucha: soquete ls --listening.',
      'Si los dos arrancan a la vez, que el cliente reintente después de un momento, unas pocas veces.',
      'En un contenedor o una máquina virtual, 127.0.0.1 es ella misma y no su anfitrión.',
      'No es un backlog lleno: en ese caso el SYN se descarta, y connect() espera.',
    ],
    shows: 'En el puerto 1 no escucha nadie.',
  },
  ETIMEDOUT: {
    means: 'No llegó respuesta a tiempo. No se sabe si al par le llegó algo.',
    calls: {
      connect:
        'Nadie contestó el SYN: el host está apagado, la dirección está mal, un firewall descarta lo que llega, o el backlog está lleno. El sistema insiste más de dos minutos (net.ipv4.tcp_syn_retries).',
      recv: 'La conexión se perdió: nadie confirmó los datos, o los sondeos de keepalive. Con datos tarda cerca de un cuarto de hora (net.ipv4.tcp_retries2).',
      send: 'Como recv(): se entera la llamada que viene primero.',
    },
    todo: [
      'Poné un límite de tiempo propio: los del sistema son de minutos. (En soquete, una llamada con `timeout` también falla con este código.)',
      'Un rechazo llega en el acto. El silencio suele ser un firewall, una dirección equivocada o un host apagado.',
      'En conexiones que callan mucho tiempo: SO_KEEPALIVE, o mensajes propios; TCP_USER_TIMEOUT limita los datos sin confirmar.',
    ],
    shows:
      'La cola de listen() está llena, así que nadie contesta los SYN; con TCP_SYNCNT el sistema se rinde en segundos.',
  },
  EHOSTUNREACH: {
    means: 'La red se conoce, y al host no se puede llegar.',
    calls: {
      connect:
        'En la misma red: se preguntó por esa dirección (ARP) durante tres segundos y nadie contestó. Más lejos: un router o un firewall dijo «host unreachable». O lo dice una ruta de esta máquina.',
      send: 'Lo mismo, en una conexión que estaba en pie o en UDP.',
      recv: 'La misma respuesta a algo que se envió antes.',
    },
    todo: [
      '¿Está encendido el host, y es esa su dirección? «ip neigh» muestra si contestó, cuando está en la misma red.',
      '«ip route get DIRECCIÓN» muestra por dónde se va.',
      'Si contestan así solo algunos puertos, es un firewall.',
    ],
    shows: 'En una red propia, una ruta que dice «unreachable»: de esta máquina no sale nada.',
  },
  ENETUNREACH: {
    means: 'Desde esta máquina ninguna ruta llega hasta ahí.',
    calls: {
      connect:
        'No hay ruta por omisión, o no la hay de esa familia: IPv6 donde el proveedor no lo da. En TCP también: una dirección de broadcast o multicast.',
      send: 'Lo mismo, con datagramas.',
    },
    todo: [
      '«ip route» y «ip -6 route»: ¿hay una «default»? ¿Está levantada la interfaz, y tiene dirección?',
      'De un nombre, probá todas las direcciones: donde IPv6 falla así, IPv4 puede andar.',
    ],
    shows: 'Una red propia que no tiene ninguna ruta.',
  },
  ENOTCONN: {
    means: 'La llamada necesita un par, y el socket no lo tiene: todavía no, nunca, o ya no.',
    calls: {
      recv: 'Un socket TCP antes de connect(), o el que escucha en vez del que dio accept().',
      send: 'Un flujo Unix sin par. Un socket TCP dice EPIPE.',
      shutdown: 'No hay conexión, o mientras tanto la cortaron.',
      getpeername: 'No hay conexión, o ya terminó.',
    },
    todo: [
      'Recibí y enviá por el socket que dio accept(): el que escucha no tiene par.',
      'Después de un connect() que no bloquea, esperá a que se pueda escribir.',
      'De shutdown() o getpeername() en una conexión que estaba en pie: el par ya no está; hacé close().',
    ],
    shows: 'recv() en un socket TCP que nunca se conectó.',
  },
  EISCONN: {
    means: 'El socket ya tiene un par.',
    calls: {
      connect:
        'Un flujo se conecta una sola vez, y el que escucha no se conecta. UDP puede conectarse de nuevo.',
      send: 'sendto() con destino en un flujo Unix conectado. TCP no mira el destino.',
    },
    todo: [
      'Usá un socket nuevo para cada conexión, también después de una falla o cuando el par se fue.',
      'Después de EINPROGRESS quiere decir que salió bien: la conexión está en pie.',
    ],
    shows: 'El segundo connect() de un mismo socket.',
  },
}
