"""The embedded gateway: a real server that speaks the SpectrumX Data System's contract.

It keeps everything under one folder, in SQLite and a content-addressed store, for demonstrations,
for tests, and for people who collect recordings without a network. It needs the extra `gateway`.
"""

from spectrumx.localgateway.foreground import serve
from spectrumx.localgateway.process import LocalGateway
from spectrumx.localgateway.quirks import Quirk
from spectrumx.localgateway.spawned import LocalGatewayError

__all__ = ["LocalGateway", "LocalGatewayError", "Quirk", "serve"]
