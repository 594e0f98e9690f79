from odoo.exceptions import UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import RazorpayxCommon


@tagged("post_install", "-at_install")
class TestLeaving(RazorpayxCommon):
    """Copies of the database pay nobody; the add-on does not leave its work behind."""

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

    def test_it_is_not_uninstalled_while_payouts_are_under_way(self):
        payout = self.processing(700)
        self.assert_refused(
            UserError, "1 payouts are under way", uninstall_hook, self.env
        )
        self.bank.move(payout.name, "processed")
        self.deliver(*self.fake.events)
        uninstall_hook(self.env)

    def test_old_batches_keep_their_channel_when_it_is_uninstalled(self):
        batch = self.paid(700).batch_id
        selection = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "mlm.payout.batch"),
                ("field_id.name", "=", "channel"),
                ("value", "=", "razorpayx"),
            ]
        )
        selection._process_ondelete()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((batch.channel, batch.state), ("razorpayx", "done"))
