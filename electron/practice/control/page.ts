/** The control page of a practice cloud application: static, without a framework, its script and style as own files (CSP). */

export const pageHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Practice cloud application</title>
<link rel="stylesheet" href="page.css">
</head>
<body>
<main>
<h1 id="name">Practice cloud application</h1>
<p id="state" role="status"></p>
<p><button id="online" type="button">Go off line</button></p>
<h2>Send a command</h2>
<form id="command">
<label>Method <select id="method"><option>GET</option><option>POST</option><option>DELETE</option></select></label>
<label>URI <input id="uri" value="/netbackup/config/servers/vmservers" size="60" required></label>
<label>Body <textarea id="body" rows="4" cols="70"></textarea></label>
<button>Send</button>
</form>
<h2>What came back</h2>
<ol id="exchanges"></ol>
<h2>Notifications</h2>
<ol id="notifications"></ol>
</main>
<script type="module" src="page.js"></script>
</body>
</html>
`;

export const pageStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
label { display: block; margin: 0.5rem 0; }
input, textarea, select { display: block; max-width: 100%; font: 14px/1.4 ui-monospace, monospace; }
li { margin: 0.5rem 0; overflow-wrap: anywhere; }
pre { margin: 0.25rem 0; padding: 0.5rem; border: 1px solid; max-height: 20rem; overflow: auto; white-space: pre-wrap; }
`;

export const pageScript = `const element = (id) => document.getElementById(id);
let online = true;

async function call(path, body) {
  const request = body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, request);
  return response.json();
}

function item(title, text) {
  const li = document.createElement('li');
  const pre = document.createElement('pre');
  li.append(title);
  pre.textContent = text;
  if (text) li.append(pre);
  return li;
}

function showExchange({ method, uri, response, problem }) {
  const result = response ? String(response.responseCode) : (problem ?? 'waiting for the answer');
  return item(method + ' ' + uri + ': ' + result, response ? response.body : '');
}

async function refresh() {
  const [state, exchanges, notifications] = await Promise.all(['state', 'exchanges', 'notifications'].map((path) => call(path)));
  online = state.online;
  element('name').textContent = state.name;
  const connection = state.connected ? 'NBWSS is connected' : 'NBWSS is not connected';
  element('state').textContent = state.endpointUrl + ': ' + (online ? 'on line, ' + connection : 'off line') + ', ' + state.notifications + ' notifications';
  element('online').textContent = online ? 'Go off line' : 'Go on line';
  element('exchanges').replaceChildren(...exchanges.map(showExchange));
  element('notifications').replaceChildren(...notifications.reverse().map(({ object, data }) => item(object, JSON.stringify(data))));
}

element('online').addEventListener('click', async () => {
  await call('online', { online: !online });
  await refresh();
});
element('command').addEventListener('submit', async (event) => {
  event.preventDefault();
  await call('commands', { method: element('method').value, uri: element('uri').value, body: element('body').value });
  await refresh();
});

const keepFresh = () => refresh().catch(() => { element('state').textContent = 'The practice servers have stopped.'; }).finally(() => setTimeout(keepFresh, 2000));
keepFresh();
`;
