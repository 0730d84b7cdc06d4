"""A server of letters on loopback, for the tests. Keeps what it takes as files, and misbehaves by address:

later-N@...   is asked to come back N times (451), then taken
unknown@...   is refused for good (550)
gone@...      the connection is cut in the middle of the letter, the first time
slow@...      the letter is heard and nothing is said to it, the first time
leave@...     the server takes leave of everybody (421), the first time
full@...      the letter itself is refused for good (552)
Other addresses are taken. Prints `ready PORT` when it listens. With --tls the certificate of an authority made here and
now is asked for by STARTTLS; the authority's certificate lies in FOLDER/authority.pem. With --password a sign-in is needed.
"""
import argparse
import asyncio
import collections
import email.policy
import json
import pathlib
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

arguments = argparse.ArgumentParser()
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("--tls", action="store_true")
arguments.add_argument("--implicit", action="store_true")
arguments.add_argument("--password")
options = arguments.parse_args()
seen = collections.Counter()
taken = 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        local = address.split("@")[0]
        seen[address] += 1
        if local.startswith("later-") and seen[address] <= int(local.removeprefix("later-")):
            return "451 4.7.1 Greylisted, come back"
        if local == "leave" and seen[address] == 1:
            return "421 4.3.2 Shutting down, bye"
        if local == "unknown":
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        global taken
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "gone" and seen[envelope.rcpt_tos[0]] == 1:
            server.transport.abort()
            return "250 nobody hears this"
        if local == "slow" and seen[envelope.rcpt_tos[0]] == 1:
            await asyncio.sleep(3600)
        if local == "full":
            return "552 5.3.4 Too big"
        taken += 1
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "peer": session.peer[1],
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": message.get_content().replace("\r\n", "\n"),
            "raw": envelope.content.decode("ascii", "replace"),
        }
        part = options.folder / f"{taken:04}.part"
        part.write_text(json.dumps(kept))
        part.rename(part.with_suffix(".json"))
        return f"250 2.0.0 queued as {taken:04}"


def authenticator(server, session, envelope, mechanism, data):
    good = data.login == b"tertial" and data.password == options.password.encode()
    return AuthResult(success=good, handled=False)


async def main():
    context = None
    if options.tls or options.implicit:
        import trustme

        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(options.folder / "authority.pem"))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(context)

    def protocol():
        more = {}
        if options.password:
            more = dict(authenticator=authenticator, auth_required=True, auth_require_tls=False)
        starttls = context if options.tls else None
        return SMTP(Handler(), hostname="localhost", tls_context=starttls, require_starttls=options.tls, **more)

    implicit = context if options.implicit else None
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=implicit)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
