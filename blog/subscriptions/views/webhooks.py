"""Where mail services tell of bounces and complaints. django-anymail reads what each of them sends."""

import logging
from collections.abc import Mapping
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.mail import one_line
from blog.subscriptions import bounces

log = logging.getLogger(__name__)


class _AmazonSES(AmazonSESTrackingWebhookView):  # type: ignore[misc]
    """Without Amazon's own library, which is needed only to confirm the first message."""

    def __init__(self) -> None:
        AnymailBaseWebhookView.__init__(self)

    def auto_confirm_sns_subscription(self, sns_message: Mapping[str, Any]) -> None:
        """Tell the operator the address that confirms; nothing of the message is fetched."""
        url = one_line(str(sns_message.get("SubscribeURL")))[:1000]
        log.warning("Amazon SNS asks for a confirmation. If you have set it up, open: %s", url)


SERVICES: dict[str, Any] = {
    "amazon_ses": _AmazonSES,
    "brevo": BrevoTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sendgrid": SendGridTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
}


@csrf_exempt  # a service has no page of ours; it knows the secret
@never_cache
@require_http_methods(["HEAD", "POST"])  # some ask by HEAD whether somebody is there
def take(request: HttpRequest, service: str) -> HttpResponse:
    """Take what a service tells: 401 without secret, 403 for a wrong one, 400 for nonsense."""
    is_ready = service != "mailgun" or settings.ANYMAIL.get("MAILGUN_WEBHOOK_SIGNING_KEY")
    if not settings.ANYMAIL.get("WEBHOOK_SECRET") or service not in SERVICES or not is_ready:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    if "Authorization" not in request.headers:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="webhooks"'})
    view = SERVICES[service]()
    try:
        view.run_validators(request)
        reports = [bounces.read_event(event) for event in view.parse_events(request)]
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=403)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except Exception as error:  # whatever a stranger's JSON makes of a reader that trusts it
        log.warning("The webhook of %s got what it cannot read (%s).", service, type(error).__name__)
        return HttpResponse(status=400)
    for report in filter(None, reports):
        bounces.take(report)
    return HttpResponse()
