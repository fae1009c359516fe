"""Giving captures and datasets to other users, and taking them back (docs/gateway.md, Sharing)."""

from starlette.responses import Response

from spectrumx.localgateway import links, shares
from spectrumx.localgateway.answers import JSONAnswer
from spectrumx.localgateway.database import Transaction
from spectrumx.localgateway.fields import Fields
from spectrumx.localgateway.resource import Call
from spectrumx.localgateway.shares import Kind

_MOST_EMAIL = 254
_MOST_LEVEL = 20


def share_capture(call: Call) -> Response:
    """Give one of one's captures to another user; of a composite, the channel that is named."""
    return _share(call, kind="capture")


def share_dataset(call: Call) -> Response:
    """Give one of one's datasets to another user, with all files and captures in it."""
    return _share(call, kind="dataset")


def revoke_dataset(call: Call) -> Response:
    """Take one of one's datasets back from everybody."""
    uuid = call.uuid("Dataset")

    def revoke(transaction: Transaction) -> None:
        item_id = links.own(transaction.connection, uuid, kind="dataset", owner_id=call.user.id)
        shares.revoke(transaction, item_id, kind="dataset")

    call.store.database.write(revoke)
    return JSONAnswer({"message": "Share permissions revoked successfully"})


def _share(call: Call, *, kind: Kind) -> Response:
    uuid, fields = call.uuid(kind.title()), Fields(call.body.values)
    email = fields.required_text("email", most=_MOST_EMAIL)
    level = fields.text("permission_level", most=_MOST_LEVEL, default=shares.LEVELS[0])
    fields.check()

    def share(transaction: Transaction) -> None:
        item_id = links.own(transaction.connection, uuid, kind=kind, owner_id=call.user.id)
        shares.give(transaction, item_id, kind=kind, email=email, permission_level=level)

    call.store.database.write(share)
    return JSONAnswer({"message": f"{kind.title()} shared with {email} successfully"})
