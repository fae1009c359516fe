"""Carrying what an embedded gateway holds of one user over to another gateway.

Everything is planned from what is here and what is there, so a push that broke off is continued
by the same call, and one that is complete sends nothing. The root folder is not written to, but
for what SQLite needs to read it.
"""

from spectrumx.push.push import push
from spectrumx.push.report import Item, Outcome, PushReport

__all__ = ["Item", "Outcome", "PushReport", "push"]
