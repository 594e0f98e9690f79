from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .payout_common import PayoutCommon

REASON = "The bank is closed"


@tagged("post_install", "-at_install")
class TestPayoutTour(PayoutCommon, HttpCase):
    """Payout batches in a browser, as an accountant uses them."""

    def test_the_accountant_pays_what_is_due(self):
        self.env["mlm.withdrawal"].search(
            [("state", "=", "approved"), ("batch_id", "=", False)]
        ).action_fail("not of this test")
        good = self.ask_approved(self.payee(name="Tour Good"), 700)
        bad = self.ask_approved(self.payee(name="Tour Bad"), 300)
        bad.agent_id.bank_account_id.allow_out_payment = False
        self.start_tour(
            "/odoo/payout-batches",
            "agent_mlm_payout_batch",
            login=self.accountant.login,
        )
        self.env.invalidate_all()
        self.assertEqual(good.batch_id.state, "sent")
        self.assertFalse(bad.batch_id)

    def test_steps_fail_go_on_and_stop(self):
        batch = self.batch(self.ask_approved(self.payee(), 5))
        batch.action_confirm()
        calls = []

        def step_send(batches):
            calls.append(batches)
            if len(calls) == 1:
                raise UserError(REASON)
            return batches._report_step(10 * len(calls), 10_000, "Working")

        self.patch(type(batch), "step_send", step_send)
        self.start_tour(
            f"/odoo/payout-batches/{batch.id}",
            "agent_mlm_step_runner",
            login=self.accountant.login,
        )
        self.assertGreater(len(calls), 2)
        self.env.invalidate_all()
        self.assertEqual(batch.state, "confirmed")
