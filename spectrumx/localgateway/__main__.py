"""The process of a gateway, started by LocalGateway: `python -m spectrumx.localgateway`."""

import sys

from spectrumx.localgateway import child
from spectrumx.localgateway.settings import Settings

child.main(Settings.from_json(sys.argv[1]))
