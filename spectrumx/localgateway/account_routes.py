"""The resources about who one is (docs/gateway.md, Authentication)."""

from starlette.responses import Response

from spectrumx.localgateway import shapes
from spectrumx.localgateway.answers import JSONAnswer, not_found
from spectrumx.localgateway.resource import Call


def check_token(call: Call) -> Response:
    """Say whose token it is."""
    return JSONAnswer({"message": f"API key is valid for {call.user.email}"})


def list_users(call: Call) -> Response:
    """List the users one may see: oneself."""
    return JSONAnswer([shapes.user(call.user, base_url=call.base_url)])


def show_me(call: Call) -> Response:
    """Show one's own profile."""
    return JSONAnswer(shapes.user(call.user, base_url=call.base_url))


def show_user(call: Call) -> Response:
    """Show the profile of the user with this number, which has to be one's own."""
    if call.path["id"] != str(call.user.id):
        raise not_found("User")
    return show_me(call)
