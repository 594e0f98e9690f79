from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .holding_common import HoldingCommon


@tagged("post_install", "-at_install")
class TestCommissionHolding(HoldingCommon):
    """A commission is approved when its hold days are over, not before."""

    def test_a_young_commission_is_refused_with_the_day_it_may_be_approved(self):
        young = self.aged(days=14, hours=23)
        message = self.assert_refused(UserError, "on hold", young.action_approve)
        self.assertIn(young.display_name, message)
        day = fields.Datetime.now() + timedelta(hours=1)
        self.assertIn(str(day.year), message)
        self.assert_wallet(self.payee, balance=0)

    def test_on_its_day_it_is_approved(self):
        self.aged(days=15).action_approve()
        self.assert_wallet(self.payee, balance=100)

    def test_one_young_commission_holds_up_all_that_are_ticked_with_it(self):
        old, young = self.aged(days=16), self.aged(days=1)
        message = self.assert_refused(
            UserError, young.display_name, (old + young).action_approve
        )
        self.assertNotIn(old.display_name, message)
        self.assert_states(old + young, "pending", "pending")

    def test_without_hold_days_nothing_waits(self):
        self.company.mlm_commission_hold_days = 0
        self.aged(days=0).action_approve()
        self.assert_wallet(self.payee, balance=100)

    def test_what_a_refund_took_off_is_as_old_as_its_commission(self):
        young, old = self.aged(days=1), self.aged(days=15)
        for commission in (young, old):
            commission._claw_back({commission: 500}, {})
        self.assert_refused(UserError, "on hold", young.action_approve)
        old.action_approve()
        self.assert_wallet(self.payee, balance=50)

    def test_the_search_finds_exactly_what_can_be_approved(self):
        commissions = self.aged(days=1) + self.aged(days=15) + self.aged(days=20)
        commissions[2].action_hold("Under inquiry")
        found = commissions.search(commissions._get_approvable_domain(self.company))
        free = commissions - self.env["mlm.commission"].union(
            *commissions._list_bars_to_approval()
        )
        self.assertEqual(found & commissions, free)
        self.assertEqual(free, commissions[1])

    def test_a_long_list_of_refusals_is_cut_with_its_count(self):
        many = self.env["mlm.commission"].union(
            *(self.aged(days=1) for _n in range(23))
        )
        message = self.assert_refused(UserError, "on hold", many.action_approve)
        self.assertIn("And 3 more.", message)
        self.assertEqual(len(message.splitlines()), 21)
