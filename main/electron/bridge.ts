import type { IpcMain, WebContents } from 'electron';
import type { Connection, Port } from '../bridge/dispatcher.ts';
import { isOurFrame } from './origin.ts';

/** The one channel between a window and its desk. */
const channel = 'bridge';

interface Deps {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly connect: (port: Port) => Connection;
  readonly warn: (line: string) => void;
}

/** Gives each window its own connection to the bridge; only the top frame of our own page is heard. */
export function serveBridge({ ipcMain, connect, warn }: Deps): void {
  const connections = new Map<WebContents, Connection>();
  const connectionOf = (contents: WebContents): Connection => {
    const known = connections.get(contents);
    if (known) return known;
    const connection = connect({
      post: (text) => {
        if (!contents.isDestroyed()) contents.send(channel, text);
      },
    });
    connections.set(contents, connection);
    const end = () => {
      if (connections.get(contents) !== connection) return;
      connection.close();
      connections.delete(contents);
    };
    // A page that is loaded again has forgotten what it watched.
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) end();
    });
    contents.once('destroyed', end);
    return connection;
  };
  ipcMain.on(channel, (event, message: unknown) => {
    if (!isOurFrame(event.senderFrame)) return warn('a frame that is not ours spoke to the bridge');
    if (!connectionOf(event.sender).receive(message)) warn('a window sent what is no message of the bridge');
  });
}
