import type { ErrorTexts } from './texts.ts'

/** What runs out, what is not allowed, calls that make no sense, and names. */
export const SPANISH_LIMITS: ErrorTexts<'limits'> = {
  EMFILE: {
    means: 'Este proceso tiene abiertos tantos descriptores como puede (ulimit -n).',
    calls: {
      socket: 'No queda número para uno más; open() y pipe() fallan igual.',
      accept:
        'La conexión se queda en la cola, y el socket que escucha sigue listo para leer: un bucle con poll() gira sin parar.',
    },
    todo: [
      'Primero buscá una fuga: ls -l /proc/PID/fd. Los sockets en CLOSE_WAIT son conexiones que nadie cerró.',
      'Si la carga los necesita: subí el límite (ulimit -n, LimitNOFILE en systemd).',
      'En un servidor: limitá las conexiones simultáneas, y hacé una pausa cuando accept() falla así.',
    ],
    shows: 'Veinte sockets donde se permiten 20 descriptores, y ya hay tres en uso.',
  },
  ENFILE: {
    means: 'El sistema entero tiene abiertos tantos archivos como puede (fs.file-max).',
    calls: {
      socket: 'Ningún proceso puede abrir uno más.',
      accept: 'Lo mismo; la conexión se queda en la cola.',
    },
    todo: [
      'Buscá quién tiene tantos: /proc/sys/fs/file-nr los cuenta a todos; ls /proc/PID/fd, los de un proceso.',
      'Si hacen falta, subí fs.file-max.',
    ],
  },
  ENOBUFS: {
    means: 'Una cola del sistema está llena, o no hay memoria para esto.',
    calls: {
      send: 'La cola de la interfaz está llena: en sockets raw y packet, y en UDP solo con IP_RECVERR; sin eso el datagrama se descarta sin avisar.',
      setsockopt: 'Un límite de la opción: 20 grupos multicast por socket (net.ipv4.igmp_max_memberships).',
      recv: 'Netlink: se perdieron mensajes porque el programa leyó demasiado despacio.',
    },
    todo: [
      'Enviá más despacio, y reintentá después de un momento: ningún evento avisa cuándo hay lugar.',
      'Netlink: agrandá SO_RCVBUF, y volvé a pedir la lista entera.',
    ],
    shows: 'Un socket se une a un grupo multicast tras otro, en loopback.',
  },
  EMSGSIZE: {
    means: 'El mensaje no entra: un datagrama va entero o no va.',
    calls: {
      send: 'Es demasiado largo: hasta 65\u00a0507 bytes en UDP sobre IPv4, 65\u00a0527 sobre IPv6, 212\u00a0960 en Unix con el SO_SNDBUF usual. O no pasa por el camino, y está prohibido fragmentarlo (IP_MTU_DISCOVER).',
    },
    todo: [
      'Partilo. Hasta 1472 bytes de UDP sobre IPv4 (1452 sobre IPv6) entran en una trama Ethernet.',
      'recv() nunca lo dice: lo que no entra en su búfer se corta y se pierde; MSG_TRUNC lo delata.',
    ],
    shows: 'Un byte más de lo que UDP sobre IPv4 puede llevar.',
  },
}

export const SPANISH_PERMISSIONS: ErrorTexts<'permissions'> = {
  EACCES: {
    means: 'Los permisos no lo dejan.',
    calls: {
      bind: 'Un puerto por debajo de net.ipv4.ip_unprivileged_port_start (1024) sin CAP_NET_BIND_SERVICE. En un socket Unix: no se puede escribir en el directorio.',
      connect:
        'En un socket Unix: no se puede escribir en su archivo, o un directorio de la ruta está cerrado. En UDP: una dirección de broadcast sin SO_BROADCAST.',
      send: 'A una dirección de broadcast sin SO_BROADCAST.',
      socket: 'ICMP sin privilegios, desde un grupo que net.ipv4.ping_group_range no incluye.',
    },
    todo: [
      'Usá un puerto desde 1024, o: setcap cap_net_bind_service=+ep PROGRAMA.',
      'En un socket Unix: ls -l de la ruta; para conectarse hace falta poder escribir.',
    ],
    shows:
      '127.255.255.255 es la dirección de broadcast de loopback; hasta root tiene que poner antes SO_BROADCAST.',
  },
  EPERM: {
    means: 'La llamada necesita un privilegio, o una regla de esta máquina la prohíbe.',
    calls: {
      socket: 'Los sockets raw y packet necesitan CAP_NET_RAW.',
      setsockopt: 'La opción necesita CAP_NET_ADMIN: SO_MARK, SO_RCVBUFFORCE, valores altos de SO_PRIORITY.',
      send: 'Un firewall de esta misma máquina descarta lo que sale.',
    },
    todo: [
      'Dale al programa la única capability que necesita (setcap), antes que correrlo como root.',
      'En un contenedor: agregala ahí, por ejemplo con --cap-add=NET_RAW.',
    ],
    shows:
      'Un espacio de nombres de usuario no tiene derechos sobre la red de afuera, ni siquiera como root.',
  },
  ENOENT: {
    means: 'Lo que la llamada nombra no está; casi siempre, la ruta de un socket Unix.',
    calls: {
      connect: 'Nadie hizo bind en esa ruta: el servidor todavía no corre, o la ruta es otra.',
      bind: 'Falta un directorio de la ruta: bind() crea el socket, no su directorio.',
      setsockopt: 'TCP_CONGESTION: no hay algoritmo con ese nombre, o su módulo no está cargado.',
    },
    todo: [
      'Arrancá antes el servidor. Una ruta relativa parte del directorio de trabajo: escribila completa.',
      'soquete ls --unix muestra las rutas en uso.',
    ],
    shows: 'Nadie hizo bind en esa ruta.',
  },
}

export const SPANISH_MISUSE: ErrorTexts<'misuse'> = {
  EBADF: {
    means: 'Ese número no es un descriptor abierto.',
    calls: {
      every:
        'Ya se cerró, acá o en otro hilo; o nunca lo fue, como el -1 de un socket() que falló y nadie miró. En soquete: después de close() o detach(), y en las llamadas que close() interrumpió.',
    },
    todo: [
      'Mirá lo que dieron socket() y accept() antes de usarlo.',
      'Cerrá una sola vez, y olvidá el número: el próximo open() lo recibe de nuevo, y un segundo close() le pega a ese.',
    ],
    shows: 'recv() después de close().',
  },
  ENOTSOCK: {
    means: 'El descriptor está abierto, pero es un archivo, un pipe o una terminal.',
    calls: {
      every:
        'Muchas veces es 0, la entrada estándar: `if (fd = socket(…) < 0)` compara primero y guarda 0 en fd. O el número se cerró, y ahora es de un archivo.',
    },
    todo: [
      'Poné la asignación entre paréntesis: `if ((fd = socket(…)) < 0)`.',
      'ls -l /proc/PID/fd dice qué es.',
    ],
    shows: '/dev/null en lugar de un socket.',
  },
  EINVAL: {
    means: 'Un argumento no corresponde, o la llamada llega en mal momento.',
    calls: {
      accept: 'El socket no escucha: faltó listen(), o shutdown() lo terminó.',
      bind: 'El socket ya tiene dirección; o el largo de la dirección está mal.',
      listen: 'El socket está conectado.',
      connect:
        'El largo de la dirección está mal; o un socket con bind a 127.0.0.1 quiere llegar a otra máquina.',
      setsockopt: 'El valor está fuera de rango, o su largo no es el de la opción.',
      recv: 'MSG_OOB, y no hay ningún byte urgente.',
    },
    todo: [
      'Revisá el orden: socket, bind, listen, accept; cada una una vez.',
      'Pasá el sizeof de la estructura; en IPv6, el de sockaddr_in6.',
    ],
    shows: 'accept() sin listen().',
  },
  EOPNOTSUPP: {
    means: 'Esta clase de socket no ofrece eso.',
    calls: {
      listen: 'En datagramas: solo escuchan los flujos y los paquetes en secuencia.',
      accept: 'En datagramas: no hay nada que aceptar, se reciben desde el bind().',
      send: 'Un flag que ese tipo no tiene, como MSG_OOB en UDP; un destino en un flujo Unix sin conectar.',
    },
    todo: ['¿Es el tipo correcto? SOCK_STREAM para conexiones, SOCK_DGRAM para mensajes.'],
    shows: 'A un socket UDP se le pide escuchar.',
  },
}

export const SPANISH_NAMES: ErrorTexts<'names'> = {
  EAI_NONAME: {
    means: 'No existe ese host o ese servicio; o no se dio ninguno de los dos.',
    calls: {
      getaddrinfo:
        'El nombre no está en /etc/hosts ni lo conocen los servidores de nombres; o se pidió AI_NUMERICHOST, y no es una dirección en números.',
      getnameinfo: 'Con NI_NAMEREQD: la dirección no tiene nombre.',
    },
    todo: [
      'Revisá cómo está escrito. El host va sin esquema ni puerto: example.com, no http://example.com:80.',
      '«getent hosts NOMBRE» pregunta como los programas; «dig NOMBRE», solo a los servidores de nombres.',
      'El mensaje lo da gai_strerror(), no strerror(); Node lo llama ENOTFOUND.',
    ],
    shows: '300.0.0.1 no es una dirección, y -n prohíbe buscarla como nombre.',
  },
  EAI_AGAIN: {
    means: 'Los servidores de nombres no contestaron, o dijeron que por ahora no pueden.',
    calls: {
      getaddrinfo: 'No hay red, ningún servidor de nombres contesta, o /etc/resolv.conf nombra a otro.',
      getnameinfo: 'Lo mismo, cuando se pregunta el nombre de una dirección.',
    },
    todo: [
      '¿Hay red? «ip route» muestra si algún camino sale.',
      'Mirá /etc/resolv.conf. En un contenedor es un archivo propio.',
      'Reintentá más tarde, unas pocas veces: a diferencia de EAI_NONAME, puede pasar.',
    ],
    shows: 'Una red propia, desde donde no se llega a ningún servidor de nombres.',
  },
}
