from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..wizard import mlm_commission_approval
from .holding_common import HoldingCommon


@tagged("post_install", "-at_install")
class TestCommissionApproval(HoldingCommon):
    """The dry run tells what a bulk approval leaves, and then does the rest."""

    def open(self, commissions, user=None):
        action = commissions.with_user(user or self.accountant).action_open_approval()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.accountant)
            .browse(action["res_id"])
        )

    def test_it_lists_what_would_be_left_and_why(self):
        ready, young, held = self.aged(days=15), self.aged(days=1), self.aged(days=20)
        held.action_hold("Under inquiry")
        approval = self.open(ready + young + held)
        self.assertRecordValues(
            approval, [{"ready_count": 1, "skipped_count": 2, "amount": 100}]
        )
        reasons = dict(
            zip(
                approval.line_ids.commission_id.ids,
                approval.line_ids.mapped("reason"),
                strict=True,
            )
        )
        self.assertIn("on hold", reasons[young.id])
        self.assertIn("“Held”", reasons[held.id])
        self.assert_states(ready + young + held, "pending", "pending", "held")

    def test_then_it_approves_the_rest_and_keeps_what_was_left(self):
        ready, young = self.aged(days=15), self.aged(days=1)
        approval = self.open(ready + young)
        action = approval.action_approve()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assert_states(ready + young, "approved", "pending")
        run = self.env["mlm.approval.run"].search([], limit=1)
        self.assertRecordValues(
            run,
            [
                {
                    "user_id": self.accountant.id,
                    "approved_count": 1,
                    "skipped_count": 1,
                    "is_automatic": False,
                }
            ],
        )
        self.assertTrue(run.ended_at)
        self.assertIn("on hold", run.skipped_reasons)

    def test_the_tax_it_shows_is_the_tax_that_is_withheld(self):
        big = self.aged(25_000, days=20)
        approval = self.open(big)
        self.assertRecordValues(
            approval, [{"amount": 25_000, "amount_tax": 500, "amount_net": 24_500}]
        )
        approval.action_approve()
        self.assert_wallet(self.payee, balance=24_500)

    def test_many_are_approved_step_by_step(self):
        many = self.env["mlm.commission"].union(
            *(self.aged(days=20) for _n in range(5))
        )
        young = self.aged(days=1)
        with patch.object(mlm_commission_approval, "APPROVED_AT_ONCE", 2):
            approval = self.open(many + young)
            action = approval.action_approve()
            self.assertEqual(action["params"]["method"], "step_approve")
            self.assertFalse(many.move_line_id)
            reports = [approval.step_approve() for _n in range(3)]
        self.assertEqual([report["done"] for report in reports], [2, 4, 5])
        self.assertEqual(
            [bool(report["next"]) for report in reports], [False] * 2 + [True]
        )
        self.assertEqual(set(many.mapped("state")), {"approved"})
        self.assertEqual(young.state, "pending")

    def test_a_step_called_once_more_changes_nothing(self):
        approval = self.open(self.aged(days=20))
        approval.action_approve()
        report = approval.step_approve()
        self.assertTrue(report["next"])
        self.assert_wallet(self.payee, balance=100)

    def test_officers_do_not_approve(self):
        commission = self.aged(days=20)
        with self.assertRaises(AccessError):
            self.open(commission, user=self.officer)
        approval = self.open(commission)
        with self.assertRaises(AccessError):
            approval.with_user(self.officer).step_approve()
