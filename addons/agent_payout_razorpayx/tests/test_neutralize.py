from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestNeutralize(RazorpayxCommon):
    """A copy of the database pays nobody."""

    def test_a_neutralized_copy_has_no_keys_and_no_jobs(self):
        self.sent(700)
        self.env.flush_all()
        for query in get_neutralization_queries(["agent_payout_razorpayx"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        account = self.account.sudo()
        self.assertFalse(account.active or account.key_secret or account.webhook_secret)
        self.assertFalse(account.webhook_token)
        self.assertNotIn("7878", account.account_number)
        self.assertFalse(self.pending_jobs())
