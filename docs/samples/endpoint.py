"""A minimal WebSocket endpoint for NBWSS: accepts the connection, acknowledges notifications, sends one COMMAND.

Usage: python3 endpoint.py endpoint-details.json certificate.pem key.pem     (needs: pip install websockets==17.4)
"""
import asyncio
import hmac
import json
import ssl
import sys
import time
import uuid
from urllib.parse import urlsplit

from websockets.asyncio.server import serve

details_file, certificate_file, key_file = sys.argv[1:4]
with open(details_file, encoding="utf-8-sig") as file:
    details = json.load(file)
url = urlsplit(details["url"])
CONNECT_TIME_LIMIT = 30
MAX_MESSAGE_BYTES = 64 * 1024 * 1024  # a COMMAND RESPONSE may hold 16 MiB of body, escaped as a JSON string

# Ids of notifications that were worked on. A real endpoint keeps them with its data, so that they survive a restart.
known = set()


def is_right_token(token):
    return isinstance(token, str) and hmac.compare_digest(token.encode(), details["token"].encode())


def take_notification(request):
    if request["id"].upper() in known:
        return  # it came again, because the acknowledgement got lost
    known.add(request["id"].upper())
    for element in request["payload"]:
        for entry in element["data"]:
            print(element["object"], entry.get("jobId") or entry.get("backupId"), flush=True)


async def handle(socket):
    async def send(kind, sub_type, message_id, payload):
        envelope = {"version": "1.0", "id": message_id, "type": kind, "subType": sub_type, "timeStamp": int(time.time())}
        await socket.send(json.dumps({**envelope, "payload": payload}))

    try:
        async with asyncio.timeout(CONNECT_TIME_LIMIT):
            request = json.loads(await socket.recv(decode=True))
        accepted = request["type"] == "CONNECT" and is_right_token(request["payload"].get("token"))
        await send("CONNECT", "RESPONSE", request["id"], {"valid": accepted})  # after false it is NBWSS that closes
        if accepted:
            headers = {"Content-Type": "application/vnd.netbackup+json;version=1.0"}
            command = {"uri": "/netbackup/ping", "method": "GET", "headers": headers}
            await send("COMMAND", "REQUEST", str(uuid.uuid4()).upper(), command)
        async for text in socket:
            message = json.loads(text)
            kind = (message["type"], message["subType"])  # what is not known is ignored, keys as well
            if accepted and kind == ("NOTIFICATION", "REQUEST"):
                take_notification(message)
                await send("NOTIFICATION", "RESPONSE", message["id"], [])  # also for one that came again
            elif kind == ("COMMAND", "RESPONSE"):
                print("answer", message["payload"]["responseCode"], flush=True)
    except TimeoutError:
        await socket.close(1008, "no CONNECT REQUEST")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print("not a message:", error, file=sys.stderr)
        await socket.close(1007)


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate_file, key_file)
    check_path = lambda socket, request: None if request.path == url.path else socket.respond(404, "not found\n")
    # Pings are answered, and closes too, by the library.
    async with serve(handle, None, url.port or 443, ssl=tls, process_request=check_path, max_size=MAX_MESSAGE_BYTES):
        print(f"listening on port {url.port or 443}", flush=True)
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
