import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../shared/messages.ts';
import type { Line } from '../support/byte-server.ts';
import { usedHeap } from '../support/heap.ts';
import { type HostileScene, hostile, runsByHand, useHostileScenes } from '../support/hostile-scene.ts';
import { useServers } from '../support/open-servers.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { frame, opcodes } from '../support/web-socket-frames.ts';

const second = 1000;
const mebibyte = 1024 * 1024;
const million = 1_000_000;
/** The first ten, then the 100th, the 1,000th and the 10,000th. */
const toldOf10_000 = 13;
/** A character that takes six bytes in JSON. */
const sixfold = '\u0001';
const command = (id: string) =>
  frame(opcodes.text, JSON.stringify(makeMessage('COMMAND', 'REQUEST', id, 1, { uri: '/netbackup/x', method: 'GET' })));
/** Generous: what a flood itself takes is many times that. */
const allowedGrowth = 32 * mebibyte;

describe('a peer that floods', () => {
  const scene = useHostileScenes();
  const { closeLater } = useServers();

  /** Sends all of it and waits until it has been read, while commands of the other endpoint are answered all the time. */
  const flood = async (stage: HostileScene, line: Line, bytes: Buffer) => {
    const before = usedHeap();
    line.write(bytes);
    line.write(frame(opcodes.ping, 'the last'));
    let isRead = false;
    const read = line
      .until('the last pong', () =>
        line.frames.some(({ opcode, payload }) => opcode === opcodes.pong && payload.toString() === 'the last'),
      )
      .then(() => {
        isRead = true;
      });
    do await stage.othersGoOn();
    while (!isRead);
    await read;
    expect(usedHeap() - before).toBeLessThan(allowedGrowth);
    expect(stage.bench.row(hostile).connectionState).toBe('CONNECTED');
  };

  it('C-12, decision 9: a million pings: the connection survives, the others go on, the memory stays', async () => {
    const stage = await scene();
    const line = await stage.accept();
    await flood(stage, line, Buffer.alloc(2 * million, frame(opcodes.ping)));
  });

  it('C-13: a million pongs that nobody asked for are of no account', async () => {
    const stage = await scene();
    const line = await stage.accept();
    await flood(stage, line, Buffer.alloc(2 * million, frame(opcodes.pong)));
    expect(stage.bench.row(hostile)).toMatchObject({ roundTrip: null, missedPongs: 0 });
  });

  it('C-14: ten thousand messages that are none, with exception.ignoreDecoder=true', async () => {
    const stage = await scene({
      properties: runsByHand.replace('exception.ignoreDecoder=false', 'exception.ignoreDecoder=true'),
    });
    const line = await stage.accept();
    await flood(stage, line, Buffer.alloc(3 * 10_000, frame(opcodes.text, '{')));
    // The log tells it, and is not filled with it.
    const told = stage.bench.logged.filter(({ event }) => event === 'decoder exception ignored');
    expect(told).toHaveLength(toldOf10_000);
    expect(told.at(-1)?.fields.detail).toBe('not JSON (10000 times so far)');
  });

  it.each([
    ['CONNECT', 'CONNECT RESPONSE ignored'],
    ['COMMAND', 'message ignored'],
  ] as const)('C-11, decision 11: ten thousand answers of type %s to no request', async (type, event) => {
    const stage = await scene();
    const line = await stage.accept();
    const answer = frame(opcodes.text, JSON.stringify(makeMessage(type, 'RESPONSE', 'NONE', 1, { valid: false })));
    await flood(stage, line, Buffer.alloc(answer.length * 10_000, answer));
    expect(stage.bench.logged.filter((entry) => entry.event === event)).toHaveLength(toldOf10_000);
  });

  it('decision 9: one that does not read what it asked for is closed with 1013, and dropped after 5 s', async () => {
    const netBackup = closeLater(
      await ScriptedNetBackup.start((_request, response) => response.end(sixfold.repeat(12 * mebibyte))),
    );
    const stage = await scene({ netBackup: netBackup.settings });
    const line = await stage.accept();
    line.tls.pause();
    for (const id of ['A', 'B']) line.write(command(id));
    const reason = 'over 128 MiB were not read by the cloud application';
    await stage.ended({ cause: 'too-slow', reason, closeStatus: 'TRY_AGAIN_LATER' });
    await stage.bench.clock.advance(5 * second);
    line.tls.resume();
    await line.until('dropped', () => line.closed);
  });

  it('decision 9: one that reads gets an answer of any size, though it alone is larger than what may wait', async () => {
    const netBackup = closeLater(
      await ScriptedNetBackup.start((_request, response) => response.end(sixfold.repeat(12 * mebibyte))),
    );
    const stage = await scene({ netBackup: netBackup.settings });
    const line = await stage.accept();
    line.write(command('A'));
    await line.until('all of it', () => line.bytesReceived > 72 * mebibyte);
    expect(stage.bench.row(hostile).connectionState).toBe('CONNECTED');
    await stage.othersGoOn();
  });
});
