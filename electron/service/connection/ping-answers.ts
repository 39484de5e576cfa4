import WebSocket from 'ws';

/** Answers the latest ping once the answer before has left: a flood of pings never piles up answers (RFC 6455, 5.5.3). */
export function answerPings(socket: WebSocket): void {
  let latest: Buffer | undefined;
  let isAnswering = false;
  const answer = () => {
    if (latest === undefined || isAnswering || socket.readyState !== WebSocket.OPEN) return;
    const data = latest;
    latest = undefined;
    isAnswering = true;
    socket.pong(data, undefined, () => {
      isAnswering = false;
      answer();
    });
  };
  socket.on('ping', (data) => {
    latest = data;
    answer();
  });
}
