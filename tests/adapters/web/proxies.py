"""The server behind nginx, as a clinic runs it. proxies.py NGINX PROGRAM CONTENT

Sockets and event streams pass; clients behind the proxy are told apart, and none can pass for another; the
PROXY protocol of its stream module is understood.
"""
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import websockets

CONFIG = """
{user}
{modules}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
stream {{ server {{ listen 127.0.0.1:{stream}; proxy_pass 127.0.0.1:{introduced}; proxy_protocol on; }} }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    server {{
        listen 127.0.0.1:{http};
        location / {{
            proxy_pass http://127.0.0.1:{forwarded};
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_read_timeout 90s;
        }}
    }}
}}
"""


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Server:
    def __init__(self, program, content, *options):
        self.child = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--content", content, *options],
                                      stdout=subprocess.PIPE, text=True)
        self.port = int(self.child.stdout.readline().rsplit(":", 1)[1])

    def stop(self):
        self.child.terminate()
        assert self.child.wait(20) == 0


def start_nginx(nginx, folder, **ports):
    modules = "/usr/lib/nginx/modules/ngx_stream_module.so"
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as config:
        config.write(CONFIG.format(folder=folder, user="user root;" if os.geteuid() == 0 else "", **ports,
                                   modules=f"load_module {modules};" if os.path.exists(modules) else ""))
    child = subprocess.Popen([nginx, "-c", path, "-e", os.path.join(folder, "error.log")])
    for _ in range(1000):
        assert child.poll() is None, open(os.path.join(folder, "error.log")).read()
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", ports["http"])) == 0:
                return child
        time.sleep(0.01)
    raise AssertionError("nginx does not listen")


def connect(port, **more):
    return websockets.connect(f"ws://127.0.0.1:{port}/chat", origin=f"http://127.0.0.1:{port}", subprotocols=["gaitkeeper.v1"], **more)


async def chat(line):
    await line.send('{"type":"hello","locale":"en"}')
    assert json.loads(await asyncio.wait_for(line.recv(), 10))["type"] == "welcome"
    await line.send('{"type":"message","id":"1","text":"my tyre is flat"}')
    assert json.loads(await asyncio.wait_for(line.recv(), 10))["type"] == "ack"
    assert json.loads(await asyncio.wait_for(line.recv(), 10))["topics"][0]["id"] == "tyre"


async def status_of(port, forwarded):
    try:
        async with connect(port, extra_headers={"X-Forwarded-For": forwarded}):
            return 101
    except websockets.InvalidStatusCode as refused:
        return refused.status_code


async def behind_http(port, server):
    async with connect(port, extra_headers={"X-Forwarded-For": "192.0.2.1"}) as line:
        await chat(line)
        assert await status_of(port, "192.0.2.1") == 429
        assert await status_of(port, "192.0.2.2") == 101
        # What a client says of itself stands further left than what the proxy saw.
        assert await status_of(port, "6.6.6.6, 192.0.2.1") == 429
        events_arrive(port)
        server.stop()
        await asyncio.wait_for(line.wait_closed(), 10)
        assert line.close_code == 1001, line.close_code


def events_arrive(port):
    """While the stream is open: the proxy keeps nothing back."""
    def ask(path, frame=None, **fields):
        return urllib.request.urlopen(urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", frame and json.dumps(frame).encode(),
            {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in fields.items()}}), timeout=10)

    with ask("/v1/messages", {"type": "hello"}) as answer:
        token = json.load(answer)[0]["resume"]
    with ask("/v1/events", Authorization=f"Bearer {token}", X_Forwarded_For="192.0.2.3") as events:
        assert events.readline() == b"retry: 3000\n"
        with ask("/v1/messages", {"type": "message", "id": "1", "text": "my tyre is flat"}, Authorization=f"Bearer {token}") as answer:
            assert len(json.load(answer)) == 2
        assert events.readline() == b"\n" and events.readline() == b"id: 1\n"


async def behind_stream(port):
    async with connect(port) as line:
        await chat(line)


def main(nginx, program, content):
    http, stream = free_port(), free_port()
    forwarded = Server(program, content, "--origins", f"http://127.0.0.1:{http}", "--trusted_proxies", "127.0.0.1", "--connections_per_address", "1")
    introduced = Server(program, content, "--origins", f"http://127.0.0.1:{stream}", "--proxy_protocol", "127.0.0.1")
    with tempfile.TemporaryDirectory() as folder:
        proxy = start_nginx(nginx, folder, http=http, stream=stream, forwarded=forwarded.port, introduced=introduced.port)
        try:
            asyncio.run(behind_stream(stream))
            asyncio.run(behind_http(http, forwarded))
        finally:
            proxy.terminate()
            proxy.wait(20)
            for one in (forwarded, introduced):
                one.child.terminate()
                one.child.wait(20)


main(*sys.argv[1:])
