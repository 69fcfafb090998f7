import { SingleBar } from 'cli-progress';
import type { Output, Progress } from './output.ts';

interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

function bar(title: string, err: Streams['err']): Progress {
  const shown = new SingleBar({
    format: `${title} [{bar}] {percentage}% {note}`,
    stream: err,
    hideCursor: true,
    clearOnComplete: false,
  });
  shown.start(1, 0, { note: '' });
  return {
    update: (done, total, note) => {
      shown.setTotal(total);
      shown.update(done, { note });
    },
    end: () => shown.stop(),
  };
}

/** Where no one watches a bar move: a line a tenth of the way. */
function plainLines(title: string, err: Streams['err']): Progress {
  let told = -1;
  return {
    update: (done, total, note) => {
      const tenth = total === 0 ? 0 : Math.floor((done / total) * 10);
      if (tenth === told) return;
      told = tenth;
      err.write(`${title}: ${tenth * 10}% ${note}\n`);
    },
    end: () => undefined,
  };
}

/** Results on standard output, progress on standard error. */
export const terminal = (streams: Streams, json: boolean): Output => {
  const say = (lines: readonly string[]) => streams.out.write(lines.map((line) => `${line}\n`).join(''));
  return {
    result: (document, lines) =>
      void (json ? streams.out.write(`${JSON.stringify(document)}\n`) : say(lines)),
    note: (lines) => void (json || say(lines)),
    progress: (title) => (streams.err.isTTY ? bar(title, streams.err) : plainLines(title, streams.err)),
  };
};
