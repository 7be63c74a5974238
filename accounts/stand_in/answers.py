"""What the stand-in answers to a site's server: JSON, whichever way the question came."""

from collections.abc import Mapping
from typing import Any

from accounts.login_services import SERVICES
from accounts.stand_in import protocol


def answer(
    service_key: str, path: str, params: Mapping[str, str], authorization: str
) -> tuple[int, dict[str, Any]]:
    """Return status and content for a token or profile address; 404 for any other."""
    service = SERVICES.get(service_key)
    endpoint = service.endpoint_at(path) if service else None
    try:
        if service and endpoint == "token":
            return 200, protocol.exchange(service, params, authorization)
        if service and endpoint == "profile":
            return 200, protocol.profile(service, params, authorization)
    except protocol.ProtocolError as error:
        return error.status, {"error": error.code}
    return 404, {"error": "not_found"}
