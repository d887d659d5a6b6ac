import { EmitterImpl, TransportState, type Transport } from 'sip.js';

interface Options {
  readonly url: () => string;
  readonly onClose: () => void;
  /** A message that the parser choked on; it is dropped and the phone goes on. */
  readonly onGarbage: (error: unknown) => void;
}

/** SIP over one WebSocket that can be thrown away at any moment: a dead peer never answers a close, so it is not asked. */
export class SocketTransport implements Transport {
  readonly protocol = 'WSS';
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  state = TransportState.Disconnected;
  readonly #options: Options;
  #socket: WebSocket | null = null;

  // SIP.js makes its transport by itself and gives it a logger first; what is logged there is nobody's business.
  constructor(_logger: unknown, options: Options) {
    this.#options = options;
  }

  isConnected(): boolean {
    return this.state === TransportState.Connected;
  }

  connect(): Promise<void> {
    this.#drop();
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(this.#options.url(), 'sip');
      this.#socket = socket;
      socket.binaryType = 'arraybuffer';
      this.#enter(TransportState.Connecting);
      socket.addEventListener('open', () => {
        if (this.#socket !== socket) return;
        this.#enter(TransportState.Connected);
        this.onConnect?.();
        resolve();
      });
      socket.addEventListener('message', ({ data }) => {
        if (this.#socket === socket) this.#read(data);
      });
      socket.addEventListener('close', () => {
        reject(new Error('The socket closed'));
        if (this.#socket !== socket) return;
        this.#drop();
        this.#options.onClose();
      });
    });
  }

  disconnect(): Promise<void> {
    this.#drop();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    if (!this.isConnected() || !this.#socket) return Promise.reject(new Error('There is no socket to send on'));
    this.#socket.send(message);
    return Promise.resolve();
  }

  #read(data: unknown): void {
    const text = typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
    // A peer keeps the socket warm with empty lines.
    if (text.trim() === '') return;
    try {
      this.onMessage?.(text);
    } catch (error) {
      this.#options.onGarbage(error);
    }
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (this.state === TransportState.Disconnected) return;
    this.#enter(TransportState.Disconnected);
    this.onDisconnect?.();
  }

  #enter(state: TransportState): void {
    this.state = state;
    this.stateChange.emit(state);
  }
}
