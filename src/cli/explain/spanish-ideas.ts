import type { ExplainTexts } from './texts.ts'

export const SPANISH_IDEAS: ExplainTexts['ideas'] = {
  EOF: {
    summary: 'el fin de un flujo: recv() da 0',
    means: [
      'El par cerró, o terminó su dirección con shutdown(SHUT_WR): llegó su FIN. recv() da lo que se envió antes y después 0, una y otra vez.',
      'Solo los flujos tienen fin. Un datagrama de 0 bytes es un mensaje como cualquiera, y UDP no avisa que el par se fue. Un recv() de 0 bytes también da 0.',
    ],
    todo: [
      'Tratá el 0 como el fin: salí del bucle, hacé close(). Quien lo toma por «todavía no hay nada» gira para siempre.',
      'Un fin en medio de un mensaje es un error del par: hay que saber cuánto mide un mensaje.',
      'Si ya se había leído todo, que el par se caiga se ve igual: qué está completo lo tiene que decir el protocolo.',
    ],
    shows: 'Primero los bytes, después el fin: b"".',
  },
  'half-close': {
    summary: 'shutdown(SHUT_WR): ya dije todo, y sigo escuchando',
    means: [
      'shutdown(SHUT_WR) termina una dirección: el par lee hasta el fin del flujo y todavía puede contestar. Este lado queda en FIN_WAIT_2, el par en CLOSE_WAIT.',
      'A diferencia de close() actúa en el acto, aunque un proceso hijo también tenga el socket: close() termina la conexión recién cuando ya no la tiene nadie. El descriptor igual hay que cerrarlo.',
    ],
    todo: [
      'Sirve para marcar «fin de mi pedido» (como nc -N) y para terminar bien: shutdown(SHUT_WR), leer hasta que recv() dé 0, close().',
      'shutdown(SHUT_RD) no le dice nada al par. En Linux hasta se puede leer lo que llega después.',
    ],
    shows: 'b lee el fin del flujo, y su respuesta igual le llega a a.',
  },
  RST: {
    summary: 'el segmento que corta una conexión',
    means: [
      'Un RST termina la conexión en el acto: no se confirma nada, lo que faltaba enviar se tira, y nadie pasa por TIME_WAIT. El par ve ECONNRESET; si estaba conectando, ECONNREFUSED.',
      'Se envía cuando nadie escucha en el puerto, cuando alguien cierra sin leer todo, cuando llegan datos para un socket cerrado, con SO_LINGER 0, y lo envían los firewalls.',
    ],
    todo: [
      'Leé todo antes de close(). Para rechazar a un cliente de modo que le llegue el motivo: enviarlo, shutdown(SHUT_WR), leer el resto por un momento, close().',
    ],
    shows: 'b cierra sin leer todo; a se entera por recv().',
  },
  SIGPIPE: {
    summary: 'la señal que termina a quien le escribe a nadie',
    means: [
      'send() o write() en un flujo que ya nadie lee da EPIPE, y antes le envía SIGPIPE al proceso. Si nadie dispuso otra cosa lo termina, sin una palabra: el shell muestra el estado 141 (128 + 13).',
      'Está pensado para «yes | head». Un servidor no debe terminar porque se fue un cliente.',
    ],
    todo: [
      'En C: signal(SIGPIPE, SIG_IGN), o MSG_NOSIGNAL en cada send(). Después, atender EPIPE.',
      'Node, Python y Go no mueren por eso en un socket: informan EPIPE (Python, como BrokenPipeError).',
    ],
    shows: 'head se va después de una línea, y yes termina con 141.',
  },
  backlog: {
    summary: 'la cola de las conexiones que esperan a accept()',
    means: [
      'El núcleo completa solo los handshakes y pone las conexiones en una cola; listen(n) dice cuántas pueden esperar. En Linux son n + 1, y net.core.somaxconn es el límite de n. Las ya aceptadas no cuentan.',
      'Si la cola está llena, el SYN se descarta: al cliente no se lo rechaza, reintenta después de 1 s y más tarde, y se conecta con demora o recibe ETIMEDOUT. Un socket Unix bloquea, o dice EAGAIN.',
    ],
    todo: [
      'listen(fd, SOMAXCONN), y accept() sin demora. Una cola más larga ayuda con las ráfagas, no con un servidor demasiado lento.',
      'soquete ls --listening muestra cuántas esperan (recv-q) y cuántas pueden esperar (send-q).',
    ],
    shows: 'Con un backlog de 2 se conectan tres; a la cuarta se le acaba el tiempo en un segundo.',
  },
  SO_LINGER: {
    summary: 'qué hace close() con los datos que faltan enviar',
    means: [
      'Sin la opción, close() vuelve en el acto, y el núcleo sigue enviando lo que está en la cola. Con { sí, segundos } close() espera hasta que todo esté confirmado, o se acabe el tiempo.',
      'Con { sí, 0 } tira la cola y envía un RST: el par recibe ECONNRESET, y no queda TIME_WAIT.',
    ],
    todo: [
      'Casi siempre conviene dejarla como está. Para saber que todo llegó: shutdown(SHUT_WR) y leer hasta que recv() dé 0, o que el par conteste.',
      '{ sí, 0 } es para abandonar pares, no para librarse de TIME_WAIT.',
    ],
    shows: 'a cierra con SO_LINGER 0: en lugar de un fin, b recibe ECONNRESET.',
  },
  SO_REUSEADDR: {
    summary: 'bind() aunque el puerto tenga conexiones viejas',
    means: [
      'En Linux permite hacer bind a un puerto donde hay conexiones, en TIME_WAIT o sin cerrar, si sus sockets también tenían la opción: por eso hay que ponerla cada vez que el servidor arranca. No permite que dos escuchen en la misma dirección.',
      'En UDP es otra cosa: varios sockets pueden tener el puerto, y lo que llega es para el último.',
    ],
    todo: [
      'Ponela antes de bind() en todo servidor TCP. En un socket UDP no, salvo que varios deban recibir un multicast.',
      'Dos servidores a la vez en un puerto: SO_REUSEPORT.',
    ],
    shows: 'El servidor cerró primero: sin la opción bind() falla, aunque ya no escuche nadie.',
  },
  SO_REUSEPORT: {
    summary: 'varios sockets comparten un puerto',
    means: [
      'Varios sockets de un mismo usuario tienen la misma dirección y el mismo puerto, si todos pusieron la opción antes de bind(). El núcleo reparte entre ellos las conexiones nuevas, o los datagramas.',
      'Una conexión es desde el principio de uno de los que escuchan: si ese cierra, las que esperaban en su cola se cortan (salvo que net.ipv4.tcp_migrate_req sea 1).',
    ],
    todo: [
      'Es para varios procesos que atienden un mismo puerto. También deja que un segundo servidor arranque por error, y entonces se lleva la mitad de los clientes.',
      'Para reiniciar alcanza con SO_REUSEADDR.',
    ],
    shows: 'Dos que escuchan tienen un mismo puerto.',
  },
  TCP_NODELAY: {
    summary: 'enviar enseguida los pedazos chicos: sin Nagle',
    means: [
      'El algoritmo de Nagle retiene un pedazo chico mientras haya otro sin confirmar. El sistema del par demora su confirmación hasta 40 ms, por si hay una respuesta. Juntos: escribir, escribir, leer tarda 40 ms cada vez.',
      'TCP_NODELAY apaga Nagle. Los bytes y su orden son los mismos; puede haber más segmentos, más chicos.',
    ],
    todo: [
      'Escribí un mensaje con una sola llamada (writev(), sendmsg()), y poné TCP_NODELAY donde las respuestas importan. Go la pone solo, y las órdenes de soquete también.',
      'TCP_CORK y MSG_MORE hacen lo contrario: juntan.',
    ],
    shows: 'Dos escrituras chicas, una respuesta: desde la segunda vez tarda 40 ms.',
  },
}
