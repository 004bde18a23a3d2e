"""Addresses that lead back to a case: the vendor's own, with the case's reference and a signature after a plus.

Only the desk can make one, so whoever writes to it was written to. Staff get addresses of their own, so that nobody of
a customer can write in their name. It holds in small letters too, because some mail programs write addresses so.

>>> signed("support@vendor.example", "SOS-1042", "a secret")
'support+sos-1042.jvm5b6mnbyhveqew@vendor.example'
>>> reference("support+sos-1042.jvm5b6mnbyhveqew@vendor.example", "support@vendor.example", "a secret")
'SOS-1042'
>>> reference("support+sos-1043.jvm5b6mnbyhveqew@vendor.example", "support@vendor.example", "a secret")
''
"""

import hmac
from base64 import b32encode
from typing import Final

_BYTES: Final = 10  # of the signature: 16 letters


def signed(address: str, reference: str, secret: str, *, of_staff: bool = False) -> str:
    """Return the address to which an answer about a case comes back."""
    name, _, domain = address.lower().rpartition("@")
    return f"{name}+{reference.lower()}.{_signature(address, reference, secret, of_staff)}@{domain}"


def reference(written_to: str, address: str, secret: str, *, of_staff: bool = False) -> str:
    """Return the reference of the case that an address leads to, or nothing if we did not make it."""
    name, _, domain = address.lower().rpartition("@")
    given = written_to.strip().lower()
    if not (given.startswith(f"{name}+") and given.endswith(f"@{domain}")):
        return ""
    tag, _, signature = given.removeprefix(f"{name}+").removesuffix(f"@{domain}").rpartition(".")
    right = hmac.compare_digest(signature.encode(), _signature(address, tag, secret, of_staff).encode())
    return tag.upper() if tag and right else ""


def _signature(address: str, reference: str, secret: str, of_staff: bool) -> str:  # noqa: FBT001
    told = f"{'case address of staff' if of_staff else 'case address'}\n{address.lower()}\n{reference.lower()}".encode()
    return b32encode(hmac.digest(secret.encode(), told, "sha256")[:_BYTES]).decode().lower()
