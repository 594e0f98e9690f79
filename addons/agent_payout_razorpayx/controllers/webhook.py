import logging

from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..const import EVENT_HEADER, LARGEST_EVENT, SIGNATURE_HEADER

_logger = logging.getLogger(__name__)


class RazorpayxWebhook(http.Controller):
    """Where RazorpayX tells what became of payouts."""

    @http.route(
        "/agent_payout_razorpayx/webhook/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self, token):
        """Keep a signed event and say thank you; a job makes something of it.

        Nothing of the body is parsed or logged before its signature is verified. An
        event that is not ours is kept and answered with 200 as well: RazorpayX would
        repeat it for a day and then switch the webhook off.

        :param str token: which account, unguessable
        """
        http_request = request.httprequest
        accounts = request.env["razorpayx.account"].with_user(SUPERUSER_ID)
        # an archived account still hears about the payouts it has under way
        accounts = accounts.with_context(active_test=False)
        account = accounts.search([("webhook_token", "=", token)])
        if not account:
            raise NotFound
        if (http_request.content_length or 0) > LARGEST_EVENT:
            raise RequestEntityTooLarge
        body = http_request.get_data()
        signature = http_request.headers.get(SIGNATURE_HEADER)
        if not account._is_signed(body, signature):
            _logger.warning(
                "A request to the webhook of RazorpayX account %s is not signed by it.",
                account.id,
            )
            raise Forbidden
        events = request.env["razorpayx.event"].with_user(SUPERUSER_ID)
        events._receive(account, body, http_request.headers.get(EVENT_HEADER))
        return request.make_json_response({})
