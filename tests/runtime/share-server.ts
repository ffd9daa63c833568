import { type Language, type Runtime } from './fixture.js';
import { type RunningServer, startServer } from './start-server.js';

export interface SharedServer {
  attack: (attack: (server: RunningServer) => Promise<void>) => Promise<void>;
  stop: () => Promise<void>;
}

/** One server for attacks that run one after another. It is replaced after one that succeeds, so that no other suffers. */
export const shareServer = (source: string, language: Language, runtime?: Runtime): SharedServer => {
  let server: RunningServer | undefined;
  const stop = async (): Promise<void> => {
    await server?.stop();
    server = undefined;
  };
  return {
    attack: async (attack) => {
      server ??= await startServer(source, language, runtime);
      try {
        await attack(server);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
};
