"""Real traffic with the program, by a WebSocket library, against the API's own descriptions.

conformance.py PROGRAM CONTENT: every frame and body that comes back fits its JSON Schema; what the
schemas refuse of a client is refused; nothing a person wrote is in the log, the figures or an error.
"""
import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request

import jsonschema
import websockets

MARK = "zanzibarquux"


class Server:
    def __init__(self, program, content):
        self.child = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", "--content", content, "--log_level", "debug"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = self.child.stdout.readline()
        assert first.startswith("gaitkeeper listening on http://127.0.0.1:"), first
        self.origin = first.split()[-1]

    def stop(self):
        self.child.terminate()
        out, err = self.child.communicate(timeout=20)
        assert self.child.returncode == 0, self.child.returncode
        return out + err

    def ask(self, path, body=None, **fields):
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if data is not None:
            fields.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.origin + path, data, {k.replace("_", "-"): v for k, v in fields.items()})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()


def schemas_of(document):
    """Schema by direction and type."""
    found = {}
    for direction in ("receive", "send"):
        for reference in document["operations"][direction]["messages"]:
            message = document["components"]["messages"][reference["$ref"].rsplit("/", 1)[1]]
            schema = message["payload"]["schema"]
            jsonschema.Draft202012Validator.check_schema(schema)
            found[direction, message["name"]] = jsonschema.Draft202012Validator(schema)
    return found


async def talk(server, schemas):
    seen = []

    async with websockets.connect(server.origin.replace("http", "ws") + "/chat", origin=server.origin,
                                  subprotocols=["gaitkeeper.v1"]) as socket:
        assert socket.subprotocol == "gaitkeeper.v1"

        async def say(frame, answers):
            schemas["receive", frame["type"]].validate(frame)
            await socket.send(json.dumps(frame))
            back = [json.loads(await asyncio.wait_for(socket.recv(), 10)) for _ in range(answers)]
            for one in back:
                schemas["send", one["type"]].validate(one)
                seen.append(one["type"])
            return back

        welcome, = await say({"type": "hello", "locale": "en"}, 1)
        _, reply = await say({"type": "message", "id": "m1", "text": f"my tyre is flat {MARK}"}, 2)
        assert reply["topics"][0]["id"] == "tyre", reply
        assert await say({"type": "message", "id": "m1", "text": "again"}, 2)
        await say({"type": "choose", "id": "c1", "option": 0}, 2)
        for text in ("{" + MARK, json.dumps({"type": MARK}), json.dumps({"type": "message", "id": "x", "text": "x", MARK: 1})):
            await socket.send(text)
            error = json.loads(await socket.recv())
            schemas["send", "error"].validate(error)
            assert MARK not in json.dumps(error), error
        await say({"type": "bye"}, 1)
        await asyncio.wait_for(socket.wait_closed(), 10)
        assert socket.close_code == 1000
    assert set(seen) == {"welcome", "ack", "reply", "bye"}
    # Who said goodbye is forgotten.
    assert server.ask("/v1/messages", {"type": "typing"}, Authorization=f"Bearer {welcome['resume']}")[0] == 401


async def refused_alike(server, schemas):
    """What the schemas refuse, the server refuses; what they allow, it takes."""
    frames = [{"type": "message", "id": "a", "text": "x"}, {"type": "message", "id": "", "text": "x"},
              {"type": "message", "id": "a b", "text": "x"}, {"type": "message", "id": "a"},
              {"type": "message", "id": "a", "text": 1}, {"type": "message", "id": "a", "text": "x", "more": 1},
              {"type": "message", "id": "a" * 65, "text": "x"}, {"type": "choose", "id": "a"},
              {"type": "choose", "id": "a", "option": True}, {"type": "typing", "on": True}, {"type": "bye", "id": "a"}]
    for frame in frames:
        async with websockets.connect(server.origin.replace("http", "ws") + "/chat", origin=server.origin,
                                      subprotocols=["gaitkeeper.v1"]) as socket:
            await socket.send('{"type":"hello"}')
            await socket.recv()
            await socket.send(json.dumps(frame))
            back = json.loads(await asyncio.wait_for(socket.recv(), 10))
            fits = schemas["receive", frame["type"]].is_valid(frame)
            assert (back["type"] == "error") != fits, (frame, back)


def over_http(server, document):
    def fits(name, body):
        jsonschema.Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": document["components"]}).validate(json.loads(body))

    welcome, = json.loads(server.ask("/v1/messages", {"type": "hello"})[2])
    fits("welcome", json.dumps(welcome))
    resume = welcome["resume"]
    status, fields, body = server.ask("/v1/reply", {"text": f"brakes stopped working {MARK}"}, Origin=server.origin)
    assert status == 200 and fields["Access-Control-Allow-Origin"] == server.origin
    fits("reply_object", body)
    assert json.loads(body)["triage"] == "emergency"
    status, _, body = server.ask("/v1/messages", {"type": "message", "id": "h1", "text": "my chain is rusty"},
                                 Authorization=f"Bearer {resume}", Idempotency_Key="h1")
    assert status == 200
    ack, reply = json.loads(body)
    fits("ack", json.dumps(ack))
    fits("reply", json.dumps(reply))
    with urllib.request.urlopen(urllib.request.Request(
            server.origin + "/v1/events", headers={"Authorization": f"Bearer {resume}", "Last-Event-ID": str(reply["seq"] - 1)}),
            timeout=10) as events:
        assert events.headers["Content-Type"] == "text/event-stream"
        lines = [events.readline().decode().rstrip("\n") for _ in range(4)]
        assert lines[0] == "retry: 3000" and lines[2] == f"id: {reply['seq']}", lines
        assert json.loads(lines[3].removeprefix("data: ")) == reply
    refusals = [
        (400, "/v1/reply", b"{" + MARK.encode(), {}), (400, "/v1/reply", {"text": 7}, {}),
        (400, "/v1/messages", b"[]", {}), (401, "/v1/messages", {"type": "message", "id": "a", "text": MARK}, {}),
        (403, "/v1/reply", {"text": MARK}, {"Origin": "https://evil.example"}),
        (415, "/v1/reply", b"text=" + MARK.encode(), {"Content-Type": "application/x-www-form-urlencoded"}),
        (401, "/v1/events", None, {}), (404, f"/{MARK}", None, {}), (405, "/v1/reply", None, {}), (426, "/chat", None, {})]
    for wanted, path, sent, more in refusals:
        status, fields, body = server.ask(path, sent, **more)
        assert status == wanted, (path, sent, status, body)
        assert fields["Content-Type"] == "application/problem+json" and fields["Cache-Control"] == "no-store"
        fits("problem", body)
        assert MARK not in body, body


def main(program, content):
    server = Server(program, content)
    schemas = schemas_of(json.loads(server.ask("/asyncapi.json")[2]))
    document = json.loads(server.ask("/openapi.json")[2])
    asyncio.run(talk(server, schemas))
    asyncio.run(refused_alike(server, schemas))
    over_http(server, document)
    assert server.ask("/healthz")[0] == 200 and server.ask("/readyz")[0] == 200
    figures = server.ask("/metrics")[2]
    for line in ('gaitkeeper_topics_total{topic="tyre"} 1', 'gaitkeeper_triage_total{level="emergency"} 1',
                 "gaitkeeper_repeated_messages_total 1"):
        assert line in figures, figures
    assert MARK not in figures
    written = server.stop()
    assert MARK not in written, written


main(*sys.argv[1:])
