"""Passes on what comes to a port of the server's loopback: forward.py PORT ADDRESS ITS-PORT HERE."""

import asyncio
import sys

PORT, ADDRESS, ITS_PORT, HERE = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]


async def pass_on(reader, writer):
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    there, back = await asyncio.open_connection(ADDRESS, ITS_PORT)
    await asyncio.gather(pass_on(reader, back), pass_on(there, writer))


async def main():
    async with await asyncio.start_server(serve, HERE, PORT) as server:
        await server.serve_forever()


asyncio.run(main())
