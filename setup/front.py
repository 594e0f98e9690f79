"""The one address of the office: passes each connection to the right process.

Odoo with several workers answers web sockets on a second port. Browsers open a
connection of its own for each web socket, and Odoo's workers answer one request
per connection, so the first line of a connection tells where it belongs.
"""

import asyncio
import sys
from contextlib import suppress

_CHUNK = 65_536
_PATIENCE = 30  # seconds for the first line of a request


async def _pump(reader, writer):
    with suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        writer.write_eof()


async def _pass_on(reader, writer, pages_port, sockets_port):
    with suppress(ConnectionError, TimeoutError, ValueError, OSError):
        first = await asyncio.wait_for(reader.readline(), _PATIENCE)
        is_socket = first.split(b" ")[1:2] and first.split(b" ")[1].startswith(
            b"/websocket?"
        )
        port = sockets_port if is_socket else pages_port
        to_odoo = await asyncio.open_connection("127.0.0.1", port)
        to_odoo[1].write(first)
        await asyncio.gather(_pump(reader, to_odoo[1]), _pump(to_odoo[0], writer))
        to_odoo[1].close()
    writer.close()


async def serve(port, pages_port, sockets_port):
    """Listen on `port` for ever and pass connections on to Odoo's two ports."""

    async def handle(reader, writer):
        await _pass_on(reader, writer, pages_port, sockets_port)

    server = await asyncio.start_server(handle, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:4])))
