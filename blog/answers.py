"""One action, two kinds of visitor: the browser itself gets a page, a script of ours gets JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and not the browser itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def refuse(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """Answer a refused action with its reason, as JSON for a script."""
    if wants_json(request):
        return JsonResponse({"error": reason}, status=status)
    return HttpResponse(reason + "\n", status=status, content_type="text/plain; charset=utf-8")
